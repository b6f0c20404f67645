"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { MeContext, unknownMe } from "@/components/api/me-context";
import { PhoneContext } from "@/components/phone/hooks/use-phone";
import { BareCall } from "@/components/phone/in-call/bare-call";
import { inSentence } from "@/components/ui/bidi";
import { Boundary } from "@/components/ui/boundary";
import type { GuestLinkProblem } from "@/lib/contracts";
import { attachExtras } from "@/lib/phone/extras/extras";
import { createGuestPhone } from "@/lib/phone/guest";
import { GuestFrame } from "./guest-frame";
import { GuestScreen } from "./guest-screen";
import { GuestStatus } from "./guest-status";
import type { CallingGuest } from "./use-link-over";

interface GuestCallProps {
  guest: CallingGuest;
  /** The guest goes back to the form. `problem`: the link works no more, as far as is known. */
  onLeave: (problem: GuestLinkProblem | null) => void;
}

/** The call of a guest, from the click to the end. It has the phone of the page. */
export function GuestCall({ guest, onLeave }: GuestCallProps) {
  const t = useTranslations();
  const [phone] = useState(() => createGuestPhone(guest));
  const panel = useRef<HTMLDivElement>(null);
  const [anonymous, guestMark, app] = [t("app.anonymous"), t("app.guest"), t("app.name")];

  useEffect(() => {
    phone.start();
    // The button that had the focus is gone.
    panel.current?.focus();
    return () => void phone.stop();
  }, [phone]);
  useEffect(
    () => attachExtras(phone, { anonymous, guest: guestMark, app }),
    [phone, anonymous, guestMark, app],
  );

  return (
    <PhoneContext value={phone}>
      <MeContext value={{ ...unknownMe, username: guest.name, displayName: guest.name }}>
        <GuestFrame top={<GuestStatus />}>
          <h1 className="sr-only">{t("guest.title", { name: inSentence(guest.owner) })}</h1>
          <div ref={panel} data-phone tabIndex={-1} className="h-full outline-none">
            <Boundary fallback={<BareCall />}>
              <GuestScreen panel={panel} guest={guest} onLeave={onLeave} />
            </Boundary>
          </div>
        </GuestFrame>
      </MeContext>
    </PhoneContext>
  );
}
