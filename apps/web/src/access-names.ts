/** What an account or a token may be called, as the service has it. */
export const nameRule = /^[a-z0-9][a-z0-9._-]{0,62}$/;
