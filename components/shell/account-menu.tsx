"use client";

import { Link2, LogOut, Moon, Settings2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useMe, usePatchMe } from "@/components/api/me";
import { useAttempt } from "@/components/api/use-attempt";
import { useCopyCallLink } from "@/components/phone/hooks/use-copy-call-link";
import { SignOutDialog } from "@/components/sign-out/sign-out-dialog";
import { useSignOut } from "@/components/sign-out/use-sign-out";
import { Avatar } from "@/components/ui/avatar";
import { Menu, MenuItem, MenuSeparator, MenuSwitch } from "@/components/ui/menu";
import { PersonName, Username } from "@/components/ui/person-name";

/** Who I am, and the account actions that are needed most. */
export function AccountMenu() {
  const t = useTranslations();
  const { username, displayName, doNotDisturb: dnd } = useMe();
  const router = useRouter();
  const copyLink = useCopyCallLink();
  const patchMe = usePatchMe();
  const attempt = useAttempt();
  const { signOut, endsCall } = useSignOut();
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const trigger = (
    <button
      ref={button}
      type="button"
      aria-label={t("nav.account", { name: displayName })}
      className="flex min-w-0 max-w-[55%] items-center gap-2.5 rounded-full py-1 pr-1 pl-3 font-medium text-sm transition-colors hover:bg-hover data-[state=open]:bg-hover max-lg:pl-1"
    >
      {dnd && <Moon aria-hidden className="size-4 shrink-0 text-soft" />}
      <PersonName name={displayName} className="max-lg:hidden" />
      <Avatar name={displayName} seed={username} className="size-9 text-sm" />
    </button>
  );
  return (
    <>
      <Menu trigger={trigger}>
        <div className="flex min-w-0 items-center gap-3 px-3 pt-2 pb-3">
          <Avatar name={displayName} seed={username} className="size-10" />
          <div className="min-w-0">
            <p className="font-semibold text-[15px]">
              <PersonName name={displayName} />
            </p>
            <Username username={username} className="block text-soft text-sm" />
          </div>
        </div>
        <MenuSwitch checked={dnd} onCheckedChange={(on) => void attempt(() => patchMe({ doNotDisturb: on }))}>
          <Moon aria-hidden />
          <span>{t("settings.dnd")}</span>
        </MenuSwitch>
        <MenuItem onSelect={() => copyLink(username)}>
          <Link2 aria-hidden />
          <span>{t("phone.ready.copyLink")}</span>
        </MenuItem>
        <MenuItem onSelect={() => router.push("/settings")}>
          <Settings2 aria-hidden />
          <span>{t("nav.settings")}</span>
        </MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => (endsCall() ? setAsking(true) : void signOut())}>
          <LogOut aria-hidden />
          <span>{t("nav.signOut")}</span>
        </MenuItem>
      </Menu>
      <SignOutDialog open={asking} onOpenChange={setAsking} returnTo={button} />
    </>
  );
}
