/** What the platform needs of a payment provider. Its page takes the card; nothing of a card comes here. */
export interface PaymentProvider {
  /** Opens a page for one payment. Asked again for the same payment, it answers the same page. */
  open(payment: { id: string; amount: number }): Promise<{ session: string; url?: string }>;
  /** Gives the money back; asked twice, once. */
  refund(session: string): Promise<void>;
}
