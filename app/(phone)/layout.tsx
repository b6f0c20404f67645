import type { ReactNode } from "react";
import { MeProvider } from "@/components/api/me";
import { ServerStateProvider } from "@/components/api/server-state";
import { BrowserPhone } from "@/components/phone/browser-phone";
import { PersonGuard } from "@/components/shell/person-guard";
import { PhoneShell } from "@/components/shell/phone-shell";
import { currentPerson } from "@/lib/server/auth";
import { readMe } from "@/lib/server/people/me";

/** The phone around its pages. Without a session there is no phone: each page itself redirects to sign-in. */
export default async function PhoneLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  if (!person) return children;
  return (
    <ServerStateProvider>
      <PersonGuard username={person.username}>
        <MeProvider written={await readMe(person.id)}>
          <BrowserPhone>
            <PhoneShell>{children}</PhoneShell>
          </BrowserPhone>
        </MeProvider>
      </PersonGuard>
    </ServerStateProvider>
  );
}
