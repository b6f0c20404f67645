import { AppError } from "@/lib/errors";
import { handle } from "@/lib/server/http/http";

/** What no other route of the API answers to: `not_found` in the form of every error, not a page. */
const nothingHere = handle(() => Promise.reject(new AppError("not_found")));

export {
  nothingHere as DELETE,
  nothingHere as GET,
  nothingHere as PATCH,
  nothingHere as POST,
  nothingHere as PUT,
};
