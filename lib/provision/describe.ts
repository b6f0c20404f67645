import type { AppSettings, AppStep, KeyStep, Plan } from "./plan";

/** What a step has done, or with `dryRun` what it would do, in one line each. No secret is in them. */
export function describeApp(step: AppStep, sid: string | undefined, dryRun: boolean): string {
  if (step.kind === "keep-app") {
    return `TwiML app ${step.app.sid} points to ${step.app.voiceUrl}: nothing to do.`;
  }
  if (step.kind === "change-app") {
    const changes = step.changes.map(
      ({ field, from, to }) => `${labels[field]} from ${from || "nothing"} to ${to}`,
    );
    return `TwiML app ${step.app.sid}: ${dryRun ? "would change" : "changed"} ${changes.join(", ")}.`;
  }
  const why = step.gone ? ` (${step.gone} is not in this account)` : "";
  const { friendlyName, voiceUrl, voiceMethod, statusCallback, statusCallbackMethod } = step.settings;
  return `TwiML app${sid ? ` ${sid}` : ""}: ${dryRun ? "would be made" : "made"}${why}, named "${friendlyName}", voice URL ${voiceMethod} ${voiceUrl}, status callback ${statusCallbackMethod} ${statusCallback}.`;
}

const labels: Readonly<Record<keyof AppSettings, string>> = {
  friendlyName: "name",
  voiceUrl: "voice URL",
  voiceMethod: "voice method",
  statusCallback: "status callback",
  statusCallbackMethod: "status callback method",
};

export function describeKey(step: KeyStep, sid: string | undefined, dryRun: boolean): string {
  if (step.kind === "keep-key") return `API key ${step.sid} exists and its secret works: nothing to do.`;
  const why = {
    none: "",
    half: step.old ? ` (the secret of ${step.old} is not set)` : " (only a secret was set, and no key)",
    revoked: ` (${step.old} is not in this account: it was revoked, or belongs to another one)`,
    refused: ` (Twilio does not accept the secret that is set for ${step.old})`,
  }[step.why];
  return `API key${sid ? ` ${sid}` : ""}: ${dryRun ? "would be made" : "made"}${why}, named "${step.friendlyName}".`;
}

/** What is left at Twilio that this command never deletes by itself, a line each. */
export function describeLeftovers({ key, spareApps, spareKeys }: Plan): string[] {
  const isLeft = key.kind === "make-key" && key.old && (key.why === "half" || key.why === "refused");
  return [
    ...(isLeft
      ? [
          `API key ${key.old} stays at Twilio, since another installation may use it. If none does, delete it: ${keysPage}`,
        ]
      : []),
    ...spareKeys.map(
      (sid) =>
        `API key ${sid} has the same name and is not used here. If no other installation uses it, delete it: ${keysPage}`,
    ),
    ...spareApps.map(
      (sid) =>
        `TwiML app ${sid} has the same name and is not used here. If nothing else uses it, delete it: ${appsPage}`,
    ),
  ];
}

export const keysPage = "https://console.twilio.com/us1/account/keys-credentials/api-keys";
export const appsPage = "https://console.twilio.com/us1/develop/voice/manage/twiml-apps";

export function describeFile(path: string, names: readonly string[], dryRun: boolean): string {
  if (names.length === 0) return `${path} has every value: nothing to do.`;
  return `${path}: ${dryRun ? "would get" : "wrote"} ${names.join(", ")}.`;
}
