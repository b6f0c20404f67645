"use client";

import { deleteAccount } from "@/components/api/account-data";
import { usePhone } from "@/components/phone/hooks/use-phone";
import { closeOldNotifications } from "@/components/phone/notifications/notification-worker";

/**
 * Deletes my account, and then leaves for another page, so that nothing of me stays in this one. A wrong password ends no
 * call: the phone is stopped afterwards. The function throws RequestError `wrong_password`.
 */
export function useLeaveDeleted() {
  const phone = usePhone();
  return async (proof: Parameters<typeof deleteAccount>[0]): Promise<void> => {
    await deleteAccount(proof);
    await phone.stop();
    await closeOldNotifications().catch(() => undefined);
    window.location.assign("/sign-in?deleted=1");
  };
}
