import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { MeProvider } from "@/components/api/me";
import { ServerStateProvider } from "@/components/api/server-state";
import { AfterOpening } from "@/components/phone/after-opening";
import { BrowserPhone } from "@/components/phone/browser-phone";
import { NewCodes } from "@/components/recovery/new-codes";
import { PersonGuard } from "@/components/shell/person-guard";
import { PhoneShell } from "@/components/shell/phone-shell";
import { SdkScript } from "@/lib/phone/adapters/sdk-script";
import { currentSession } from "@/lib/server/auth";
import { readMe } from "@/lib/server/people/me";
import { PhoneOpening, tokenForPage } from "./opening";

/** The phone around its pages. Without a session there is no phone: each page itself redirects to sign-in. */
export default async function PhoneLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  if (!session) return children;
  const { person } = session;
  const [me, token, t] = await Promise.all([
    readMe(person.id),
    tokenForPage(session),
    getTranslations("phone.status"),
  ]);
  const ready = t(me.doNotDisturb ? "readyDnd" : "ready");
  return (
    <>
      <PhoneOpening username={person.username} token={token} ready={ready} />
      <SdkScript />
      <AfterOpening>
        <ServerStateProvider>
          <PersonGuard username={person.username}>
            <MeProvider written={me}>
              <BrowserPhone>
                <PhoneShell>
                  <NewCodes />
                  {children}
                </PhoneShell>
              </BrowserPhone>
            </MeProvider>
          </PersonGuard>
        </ServerStateProvider>
      </AfterOpening>
    </>
  );
}
