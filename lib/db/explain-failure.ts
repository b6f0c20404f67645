import "server-only";

type Explanation = readonly [code: RegExp, message: RegExp, text: string];

const any = /(?:)/;

/** The first that fits, by the error's code and message. `URL` stands for the name of the variable. */
const explanations: readonly Explanation[] = [
  [
    /^28000$/,
    /no encryption|SSL off/i,
    "The server takes encrypted connections only: add ?sslmode=require to URL (or &sslmode=require).",
  ],
  [/^28(000|P01)$/, any, "The server refuses the user name or password in URL."],
  [
    /^3D000$/,
    any,
    "The database that URL names does not exist on the server: create it, or correct the name.",
  ],
  [/^42501$/, any, "The user in URL may not create tables in this database: grant it, or use its owner."],
  [
    /^53300$/,
    any,
    "The server has no free connection. Close others, or let URL lead to a connection pooler.",
  ],
  [
    any,
    /does not support SSL/i,
    "The server does not offer encryption: remove sslmode from URL, or set sslmode=disable.",
  ],
  [
    /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?)$/,
    any,
    "The server's certificate is from an unknown authority: let sslrootcert in URL name the authority's file, or set sslmode=require to encrypt without verifying.",
  ],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    any,
    "The server's certificate is for another host: use the host that it names in URL, or sslmode=verify-ca.",
  ],
  [
    /^CERT_HAS_EXPIRED$/,
    any,
    "The server's certificate has expired: renew it, or set sslmode=require in URL.",
  ],
  [
    /^(ENOTFOUND|EAI_AGAIN)$/,
    any,
    "The host in URL is not found: check its name and this machine's network.",
  ],
  [
    /^ECONNREFUSED$/,
    any,
    "No PostgreSQL server answers at the host and port in URL: start it, or correct them.",
  ],
  [/^ENOENT$/, /connect/, "No PostgreSQL server listens on the socket that URL names."],
  [/^(EHOSTUNREACH|ENETUNREACH)$/, any, "The host in URL cannot be reached from this machine."],
  [
    /^ECONNRESET$|^undefined$/,
    /terminated unexpectedly|ECONNRESET|socket disconnected/,
    "The server closed the connection. If it takes encrypted connections only, add ?sslmode=require to URL (or &sslmode=require).",
  ],
  [
    any,
    /timeout|ETIMEDOUT/i,
    "The server in URL does not answer in time: check host and port, and that its firewall lets this machine in.",
  ],
];

/**
 * Says in one sentence what is wrong with the way to the database, and which setting to correct. Undefined for any other
 * error. `variable`: the one that was used.
 */
export function explainFailure(error: unknown, variable = "DATABASE_URL"): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const errors = cause instanceof AggregateError ? [cause, ...cause.errors] : [cause];
    for (const { code, message } of errors as { code?: unknown; message: string }[]) {
      const found = explanations.find(([codes, texts]) => codes.test(String(code)) && texts.test(message));
      if (found) return found[2].replaceAll("URL", variable);
    }
  }
  return undefined;
}
