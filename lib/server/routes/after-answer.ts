import "server-only";
import { after } from "next/server";

/** Runs `work` once the request is answered. Also where a process is frozen with its answer, as a function of Vercel is. */
export function afterAnswer(work: () => Promise<unknown>): void {
  after(work);
}
