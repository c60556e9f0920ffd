/** Schema `customers`: what a cable operator itself knows of its customers. */
export interface CustomersTables {
  /** One contract; the household id is the platform's. */
  'customers.contract': {
    operator: string;
    household: string;
    /** Who signed the contract. */
    name: string;
    address: string;
    changed_at: Date;
  };
}
