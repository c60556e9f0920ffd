/** Tables of the login: accounts belong to a realm, for instance `town:990019`; nobody is known outside it. */
export interface LoginTables {
  'console.account': { realm: string; id: string; name: string; role: string };
  'console.session': {
    token_hash: string;
    realm: string;
    account: string;
    expires_at: Date;
    seen_at: Date;
  };
  'console.passkey': {
    credential: string;
    realm: string;
    account: string;
    public_key: string;
    counter: number;
    transports: string;
    created_at: Date;
  };
  'console.password': {
    realm: string;
    account: string;
    /** `salt.hash` of scrypt. */
    hash: string;
    /** Secret of the one-time codes, sealed by a key of this installation. */
    code_secret: string;
    /** Time step of the last code that was taken: it and earlier ones are refused. */
    last_step: number;
  };
  'console.invitation': {
    token_hash: string;
    realm: string;
    account: string;
    code_secret: string;
    expires_at: Date;
  };
  'console.ceremony': { challenge: string; realm: string; purpose: string; expires_at: Date };
  'console.failed_login': { attempt: string; name_hash: string; at: Date };
}
