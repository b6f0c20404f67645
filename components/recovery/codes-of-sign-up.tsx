"use client";

import { useState } from "react";
import { useMe } from "@/components/api/me";
import { dropNewCodes, readNewCodes } from "@/components/api/new-codes";
import { CodesCard } from "./codes-card";

/** The codes of the account that was just made in this tab, above whatever page is open, until they have been saved. */
export function CodesOfSignUp() {
  const { username } = useMe();
  const [codes, setCodes] = useState(() => readNewCodes(username));
  if (!codes) return null;
  return (
    <div className="mx-auto w-full max-w-2xl px-5 pt-6 sm:px-8">
      <CodesCard
        username={username}
        codes={codes}
        onSaved={() => {
          dropNewCodes();
          setCodes(null);
        }}
      />
    </div>
  );
}
