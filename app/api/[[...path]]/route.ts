import { AppError } from "@/lib/errors";
import { publicRoute } from "@/lib/server/routes/public-route";

/** Answers every path of the API that has no route: `not_found` with the body of every error, not a page. */
const notFound = publicRoute(() => Promise.reject(new AppError("not_found")));

export { notFound as DELETE, notFound as GET, notFound as PATCH, notFound as POST, notFound as PUT };
