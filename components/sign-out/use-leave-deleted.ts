"use client";

import { deleteAccount } from "@/components/api/account-data";
import { useServerCache } from "@/components/api/server-state";
import { usePhone } from "@/components/phone/hooks/use-phone";
import { endNotifications } from "./end-notifications";

/**
 * Deletes my account, and then leaves for another page, so that nothing of me stays in this one. A wrong password ends no
 * call: the phone is stopped afterwards. The function throws RequestError `wrong_password`.
 */
export function useLeaveDeleted() {
  const phone = usePhone();
  const cache = useServerCache();
  return async (proof: Parameters<typeof deleteAccount>[0]): Promise<void> => {
    const stay = cache.leave();
    try {
      await deleteAccount(proof);
    } catch (error) {
      stay();
      throw error;
    }
    await phone.stop();
    await endNotifications();
    window.location.assign("/sign-in?deleted=1");
  };
}
