import { z } from "zod";

/** The id of a thing at Twilio: two letters and a number. */
export const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `must be ${prefix} and 32 hexadecimal digits`);

/** The number of a port. */
export const port = z.coerce.number().int().min(1).max(65535);

/** A whole number within limits. The message names them, and an answer such as `1e3` or `0x10` is not guessed at. */
export const whole = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};

/** One of a few words. */
export const word = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);

/** A part of the host names of Twilio, such as `ie1` or `dublin`. */
export const twilioLocation = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be one of Twilio's short names, such as ie1 or dublin");

/** A host name, as Vercel states it: without a scheme. */
export const host = z.string().refine((value) => URL.canParse(`https://${value}`), "must be a host name");
