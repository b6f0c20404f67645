"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { pushQuery } from "@/components/api/push";
import type { FailureCode } from "@/components/api/request";
import { useServerState } from "@/components/api/server-state";
import { useOneAttempt } from "@/components/api/use-attempt";
import { toast } from "@/components/ui/toast";
import { mostPushDevices, type PushDevice } from "@/lib/contracts";
import { PushFailure, readSubscription, startPush, stopPush } from "./push-device";
import { type PushSupport, readPushSupport } from "./push-support";
import { useNotificationPermission } from "./use-notification-permission";

/** Whether this device is rung while the app is closed. */
export type PushSwitch =
  /** Not known yet. */
  | { readonly kind: "checking" }
  | { readonly kind: "failed"; readonly failure: FailureCode }
  /** `no-keys`: this installation cannot send push messages. */
  | { readonly kind: "impossible"; readonly why: Exclude<PushSupport, "yes"> | "no-keys" }
  | {
      readonly kind: "possible";
      readonly on: boolean;
      /** Why it cannot be switched on now; null: it can. */
      readonly obstacle: "denied" | "full" | null;
      /** All devices that are rung. */
      readonly devices: readonly PushDevice[];
    };

const never = () => () => {};

/** Whether this device is rung while the app is closed, and the switch for it. `turn` belongs in a click. */
export function usePush() {
  const t = useTranslations("settings.push");
  const support = useSyncExternalStore(never, readPushSupport, () => null);
  const { permission, ask } = useNotificationPermission();
  const { data, failure, refresh } = useServerState(pushQuery);
  const { subscribed, look } = useSubscribed(data);
  const { busy, attempt } = useOneAttempt();
  const [wanted, setWanted] = useState(false);

  function read(): PushSwitch {
    if (support === null) return { kind: "checking" };
    if (support !== "yes") return { kind: "impossible", why: support };
    if (!data) return failure ? { kind: "failed", failure } : { kind: "checking" };
    if (data.publicKey === null) return { kind: "impossible", why: "no-keys" };
    if (subscribed === null) return { kind: "checking" };
    const { devices } = data;
    const on = permission === "granted" && subscribed && devices.some(({ current }) => current);
    const isFull = !on && devices.length >= mostPushDevices;
    const obstacle = permission === "denied" ? "denied" : isFull ? "full" : null;
    return { kind: "possible", on: busy ? wanted : on, obstacle, devices };
  }

  async function change(on: boolean, publicKey: string): Promise<void> {
    try {
      if (!on) return await stopPush();
      await ask();
      await startPush(publicKey);
    } finally {
      await Promise.all([refresh(), look()]);
    }
  }

  /** Resolves to whether it worked. If not, a toast has said why. */
  async function turn(on: boolean): Promise<boolean> {
    const publicKey = data?.publicKey;
    if (!publicKey) return false;
    setWanted(on);
    let failed = false;
    const done = await attempt(() =>
      change(on, publicKey).catch((error: unknown) => {
        if (!(error instanceof PushFailure)) throw error;
        failed = true;
        toast.error(t(error.reason));
      }),
    );
    return done && !failed;
  }

  return { state: read(), busy, turn };
}

/** Whether the browser has a subscription; null: not known yet. `look` reads it again, as each answer of the server does. */
function useSubscribed(answer: unknown) {
  const [subscribed, setSubscribed] = useState<boolean | null>(null);
  const look = useCallback(
    () =>
      readSubscription().then(
        (subscription) => setSubscribed(subscription !== null),
        () => setSubscribed(false),
      ),
    [],
  );
  useEffect(() => {
    if (answer) void look();
  }, [answer, look]);
  return { subscribed, look };
}
