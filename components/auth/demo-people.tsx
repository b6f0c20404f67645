"use client";

import { ArrowRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Avatar } from "@/components/ui/avatar";
import { EarlyForm } from "@/components/ui/early-form";
import { PersonName } from "@/components/ui/person-name";

/** An account of the local installation, with its password. */
export interface DemoPerson {
  readonly username: string;
  readonly displayName: string;
  readonly password: string;
}

interface DemoPeopleProps {
  people: readonly DemoPerson[];
  busy: boolean;
  enter: (username: string, password: string) => void;
}

/** The demo people of a local installation. One click signs in. */
export function DemoPeople({ people, busy, enter }: DemoPeopleProps) {
  const t = useTranslations("auth");
  const [first] = people;
  if (!first) return null;
  return (
    <section aria-labelledby="demo" className="mt-9 rounded-3xl bg-sunken p-5">
      <h2 id="demo" className="font-semibold text-[15px]">
        {t("demoTitle")}
      </h2>
      <p className="mt-1 text-soft text-sm leading-relaxed">
        {t.rich("demoLead", {
          mono: (chunks) => (
            <code className="whitespace-nowrap rounded bg-hover px-1.5 py-0.5 font-mono text-[13px] text-ink">
              {chunks}
            </code>
          ),
          password: first.password,
        })}
      </p>
      <div className="mt-4 grid grid-cols-2 gap-2">
        {people.map(({ username, displayName, password }) => (
          <EarlyForm key={username} submit={() => enter(username, password)} className="min-w-0">
            <button
              type="submit"
              disabled={busy}
              aria-label={t("continueAs", { name: displayName })}
              className="group flex w-full items-center gap-3 rounded-2xl bg-surface p-2.5 text-left shadow-low transition-colors hover:bg-hover disabled:opacity-50"
            >
              <Avatar name={displayName} seed={username} className="size-9" />
              <PersonName name={displayName} className="flex-1 font-medium text-[15px]" />
              <ArrowRight
                aria-hidden
                className="mr-1 size-4 text-soft transition-transform group-hover:translate-x-0.5"
              />
            </button>
          </EarlyForm>
        ))}
      </div>
    </section>
  );
}
