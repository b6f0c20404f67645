import { z } from "zod";
import { readSiteUrl, type SiteUrl } from "../settings/site-url";

/** The address of a REST interface, without its path. */
export const apiAddress = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);

/** Whether what is sent there cannot be read on the way: it carries the API key's secret. */
export function isPrivate(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** What libpq, and so every tool of PostgreSQL, knows; and `no-verify`, which the driver for Node.js adds. */
const sslModes = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

/** The address of a PostgreSQL database, as its own tools take it. */
export const postgres = z
  .string()
  .trim()
  .superRefine((value, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (!/^postgres(ql)?:\/\//.test(value)) return refuse("must begin with postgres:// or postgresql://");
    if (!URL.canParse(value) || /^[^?]*#|\/\/[^/?]*\/[^?]*@/.test(value)) {
      return refuse(
        "is not an address. Special characters in the user name or password must be percent-encoded: @ is %40, # is %23, / is %2F",
      );
    }
    const mode = new URL(value).searchParams.getAll("sslmode").at(-1);
    if (mode && !sslModes.includes(mode)) refuse(`its sslmode must be one of ${sslModes.join(", ")}`);
  });

/** The address of a Redis server, in the form of https://www.iana.org/assignments/uri-schemes/prov/redis */
export const redis = z
  .string()
  .trim()
  .superRefine((value, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (!/^rediss?:\/\//.test(value)) return refuse("must begin with redis:// or rediss://");
    if (!URL.canParse(value) || !new URL(value).hostname || /#|\/\/[^/?]*\/[^?]*@/.test(value)) {
      return refuse(
        "is not an address. Special characters in the user name or password must be percent-encoded: @ is %40, # is %23, / is %2F",
      );
    }
    const { pathname } = new URL(value);
    if (!/^\/?\d{0,4}$/.test(pathname)) refuse("its path may only be the number of a database, such as /0");
  });

/** The address of a site. A path that `allowedPath` names is dropped, any other refused. */
export const site = (allowedPath?: string) =>
  z.string().transform((value, context): SiteUrl => {
    const read = readSiteUrl(value, allowedPath);
    if (typeof read !== "string") return read;
    context.addIssue({ code: "custom", message: read });
    return z.NEVER;
  });

/**
 * The issuer of an OpenID provider, as it calls itself (OpenID Connect Discovery 1.0, section 2): an address without query
 * and fragment.
 */
export const issuer = z
  .string()
  .trim()
  .refine(
    (value) => /^https?:\/\/[^?#@]+$/.test(value) && URL.canParse(value),
    "must be an address that begins with https://, without user name, ? and #",
  );
