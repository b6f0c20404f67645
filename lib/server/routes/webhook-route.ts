import "server-only";
import type { ZodMiniType } from "zod/mini";
import { withSecondTry } from "@/lib/db/patience";
import { xml } from "../http/answers";
import { makeHandler, type RouteHandler } from "./route-handler";
import { readSignedForm } from "./signed-form";

/**
 * Makes a handler for a webhook of the voice network: `work` gets the signed form, checked by `schema`, and the
 * request, whose address is signed too. It returns TwiML.
 *
 * A request without a good signature is answered with 403 `bad_signature`. The signature replaces the check of
 * `Origin`, since webhooks come from another site by nature. The voice network waits only shortly and repeats webhooks, so
 * `work` gets short limits, and a second try if the database does not answer.
 */
export function webhookRoute<Form>(
  schema: ZodMiniType<Form>,
  work: (form: Form, request: Request) => Promise<string>,
): RouteHandler<unknown> {
  return makeHandler("webhook", async (request) => {
    const form = await readSignedForm(request, schema);
    return xml(await withSecondTry(() => work(form, request)));
  });
}
