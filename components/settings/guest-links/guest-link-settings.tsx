"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { guestLinksQuery } from "@/components/api/guest-links";
import { useServerState } from "@/components/api/server-state";
import { useAfterCall } from "@/components/phone/hooks/use-after-call";
import { Button } from "@/components/ui/button";
import { takeLostFocus } from "@/components/ui/focus";
import { Skeleton } from "@/components/ui/skeleton";
import { GuestLinkForm } from "./guest-link-form";
import { GuestLinkLine } from "./guest-link-line";
import { NewLink } from "./new-link";

/** What is shown below the list: the button, the form of a new link, or its address. */
type Stage = { kind: "list" } | { kind: "form" } | { kind: "made"; url: string };

/** The list of my guest links, and how a new one is made: the content of a section. */
export function GuestLinkSettings() {
  const t = useTranslations();
  const { data, failure, refresh } = useServerState(guestLinksQuery);
  const [stage, setStage] = useState<Stage>({ kind: "list" });
  const button = useRef<HTMLButtonElement>(null);
  useAfterCall(() => void refresh());

  useEffect(() => {
    // The section was not there yet when the browser went to it, as from the history.
    if (window.location.hash === "#guest-links") document.getElementById("guest-links")?.scrollIntoView();
  }, []);

  function close() {
    setStage({ kind: "list" });
    // Once the button is back, and what had the focus is gone.
    requestAnimationFrame(() => takeLostFocus(button.current));
  }

  return (
    <>
      <p className="text-pretty text-[15px] text-soft">{t("guestLinks.lead")}</p>
      {data === null &&
        (failure ? (
          <p className="text-[15px] text-soft">{t(`errors.${failure}`)}</p>
        ) : (
          <Skeleton className="h-11" />
        ))}
      {data?.length === 0 && stage.kind === "list" && (
        <p className="text-[15px] text-soft">{t("guestLinks.empty")}</p>
      )}
      {data && data.length > 0 && (
        <ul aria-label={t("guestLinks.list")} className="flex flex-col gap-5">
          {data.map((link) => (
            <GuestLinkLine key={link.id} link={link} />
          ))}
        </ul>
      )}
      {stage.kind === "form" && (
        <GuestLinkForm onMade={(url) => setStage({ kind: "made", url })} onCancel={close} />
      )}
      {stage.kind === "made" && <NewLink url={stage.url} onDone={close} />}
      {stage.kind === "list" && (
        <Button
          ref={button}
          size="small"
          tone="outline"
          className="justify-self-start"
          onClick={() => setStage({ kind: "form" })}
        >
          {t("guestLinks.make")}
        </Button>
      )}
    </>
  );
}
