import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";

/** A call's ref from a URL. What cannot be one names no call: throws `not_found`. */
export function parseRef(text: string): string {
  const ref = z.uuid().safeParse(text);
  if (!ref.success) throw new AppError("not_found");
  return ref.data;
}
