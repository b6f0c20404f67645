import * as z from "zod/mini";

/** The checks of a server's set-up, in the order in which they are shown. */
export const setupCheckIds = [
  "node",
  "memory",
  "disk",
  "environment",
  "app_url",
  "database",
  "migrations",
  "database_clock",
  "account",
  "api_key",
  "clock",
  "twiml_app",
  "webhook",
  "signalling",
] as const;
/** One of {@link setupCheckIds}. */
export type SetupCheckId = (typeof setupCheckIds)[number];

/** Everything that a check can find wrong. Each has one fix, in `npm run doctor` and on the Diagnostics page. */
export const setupProblems = [
  "node_old",
  "memory_low",
  "disk_low",
  "disk_read_only",
  "environment_wrong",
  "app_url_http",
  "app_url_private",
  "app_url_unresolved",
  "database_unreachable",
  "database_missing",
  "migrations_missing",
  "migrations_newer",
  "database_clock_off",
  "rest_unreachable",
  "rest_busy",
  "rest_failing",
  "account_refused",
  "account_inactive",
  "api_key_refused",
  "clock_off",
  "twiml_app_missing",
  "twiml_app_voice_url",
  "twiml_app_status_url",
  "webhook_unreachable",
  "webhook_tls",
  "webhook_redirect",
  "webhook_protected",
  "webhook_other_app",
  "webhook_refused",
  "webhook_other_account",
  "webhook_failing",
  "webhook_forgery",
  "signalling_unreachable",
  "signalling_refused",
  "timed_out",
  "unknown",
] as const;
/** One of {@link setupProblems}. */
export type SetupProblem = (typeof setupProblems)[number];

/** How a check ended. `warning`: calls work, though not for long or not well. */
export const setupStatuses = ["ok", "warning", "failed", "skipped"] as const;

/**
 * One check, as signed-in people may see it: no secret, no SID, no address and no host, only which problem was found and
 * a number of it (seconds, megabytes, a status).
 */
export const setupCheckSchema = z.object({
  id: z.enum(setupCheckIds),
  status: z.enum(setupStatuses),
  /** null: nothing is wrong, or the check was skipped. */
  problem: z.nullable(z.enum(setupProblems)),
  number: z.nullable(z.number()),
});
export type SetupCheck = z.infer<typeof setupCheckSchema>;

/** GET /api/diagnostics. The checks run once a minute at most, so `checkedAt` may be that old. */
export const setupResponseSchema = z.object({
  /** No check failed. */
  ok: z.boolean(),
  mode: z.enum(["twilio", "local"]),
  checks: z.array(setupCheckSchema),
  checkedAt: z.iso.datetime(),
});
export type SetupResponse = z.infer<typeof setupResponseSchema>;
