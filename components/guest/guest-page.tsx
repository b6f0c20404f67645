"use client";

import { useEffect, useRef, useState } from "react";
import { enterAsGuest, linkProblem } from "@/components/api/guest";
import { failureOf, RequestError } from "@/components/api/request";
import { createLater } from "@/components/ui/later";
import type { GuestLinkProblem, TokenResponse } from "@/lib/contracts";
import { uuid } from "@/lib/uuid";
import { GuestForm } from "./guest-form";
import { GuestFrame } from "./guest-frame";
import { LinkOver } from "./link-over";

const later = createLater(() => import("./guest-call"));

interface GuestPageProps {
  /** As it stands in the address. */
  secret: string;
  /** Whom the link calls; null: it does not work. */
  ownerName: string | null;
  problem: GuestLinkProblem | null;
}

/** A call that the guest makes from this page. */
interface Visit {
  readonly owner: string;
  readonly name: string;
  readonly token: TokenResponse;
}

/**
 * The page of a guest link: a form, then the call. The code of the phone is loaded with the click that calls, or a little
 * before. A visit stays when the page is rendered again, by the server too, because a call may be up.
 */
export function GuestPage({ secret, ownerName, problem }: GuestPageProps) {
  const [key] = useState(uuid);
  const [name, setName] = useState("");
  const [visit, setVisit] = useState<Visit | null>(null);
  const [over, setOver] = useState(problem);
  const loaded = later.use();
  const why = over ?? problem;
  const card = useRef<HTMLDivElement>(null);
  /** How often something else has come in place of what had the focus. */
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    if (changes > 0) card.current?.focus();
  }, [changes]);

  async function enter(owner: string, wanted: string) {
    try {
      const [token, isThere] = await Promise.all([enterAsGuest(secret, { key, name: wanted }), later.want()]);
      if (!isThere) throw new RequestError("network");
      setName(wanted);
      setVisit({ owner, name: wanted, token });
    } catch (error) {
      const found = linkProblem(failureOf(error));
      if (!found) throw error;
      setOver(found);
      setChanges(changes + 1);
    }
  }

  function leave(found: GuestLinkProblem | null) {
    setVisit(null);
    if (found) setOver(found);
    setChanges(changes + 1);
  }

  if (visit && loaded) return <loaded.GuestCall guest={{ secret, key, ...visit }} onLeave={leave} />;
  return (
    <GuestFrame>
      <div ref={card} tabIndex={-1} className="outline-none">
        {why || ownerName === null ? (
          <LinkOver problem={why ?? "guest_link_unknown"} />
        ) : (
          <GuestForm owner={ownerName} name={name} enter={(wanted) => enter(ownerName, wanted)} />
        )}
      </div>
    </GuestFrame>
  );
}
