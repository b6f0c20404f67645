import "server-only";
import type { ZodMiniType } from "zod/mini";
import { withSecondTry } from "@/lib/db/patience";
import { xml } from "../http/answers";
import { afterAnswer } from "./after-answer";
import { makeHandler, type RouteHandler } from "./route-handler";
import { readSignedForm } from "./signed-form";

/** The request of a webhook. */
interface WebhookRequest {
  /** Aborted when the voice network does not wait for the answer any more. */
  readonly signal: AbortSignal;
  /** Does something once the webhook is answered. */
  readonly afterwards: (work: () => Promise<unknown>) => void;
}

/**
 * Makes a handler for a webhook of the voice network: `work` gets the signed form, checked by `schema`, and
 * returns TwiML.
 *
 * A request without a good signature is answered with 403 `bad_signature`. The signature replaces the check of
 * `Origin`, since webhooks come from another site by nature. The voice network waits only shortly and repeats webhooks, so
 * `work` gets short limits, and a second try if the database does not answer.
 */
export function webhookRoute<Form>(
  schema: ZodMiniType<Form>,
  work: (form: Form, around: WebhookRequest) => Promise<string>,
): RouteHandler<unknown> {
  return makeHandler("webhook", async (request) => {
    const form = await readSignedForm(request, schema);
    const around = { signal: request.signal, afterwards: afterAnswer };
    return xml(await withSecondTry(() => work(form, around)));
  });
}
