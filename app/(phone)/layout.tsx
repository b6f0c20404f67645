import type { ReactNode } from "react";
import { MyselfProvider } from "@/components/api/me-context";
import { BrowserPhone } from "@/components/phone/browser-phone";
import { PhoneShell } from "@/components/shell/phone-shell";
import { currentPerson } from "@/lib/server/auth";
import { readMe } from "@/lib/server/people/me";

/** The phone around its pages. Without a session there is no phone, and the page redirects to the sign-in page. */
export default async function PhoneLayout({ children }: { children: ReactNode }) {
  const person = await currentPerson();
  if (!person) return children;
  return (
    <MyselfProvider value={await readMe(person.id)}>
      <BrowserPhone>
        <PhoneShell>{children}</PhoneShell>
      </BrowserPhone>
    </MyselfProvider>
  );
}
