import "server-only";
import type { PersonChange } from "@/lib/changes";
import type { CallPolicy } from "@/lib/contracts";

/** What is known of how a person has changed, put together from several changes. */
export class PersonHints {
  isRenamed = false;
  /** Whether they are listed has changed. */
  isRelisted = false;
  /** The policy before the first of its changes. Undefined: it was not changed. */
  policyWas: CallPolicy | undefined;
  readonly opened = new Set<string>();
  readonly closed = new Set<string>();
  readonly called = new Set<string>();

  add({ renamed, listed, opened = [], closed = [], called = [], policyWas }: PersonChange): void {
    if (renamed) this.isRenamed = true;
    if (listed) this.isRelisted = true;
    this.policyWas ??= policyWas;
    for (const one of called) this.called.add(one);
    // Who is let in and shut out again sees no change.
    for (const one of opened) if (!this.closed.delete(one)) this.opened.add(one);
    for (const one of closed) if (!this.opened.delete(one)) this.closed.add(one);
  }

  /** Everybody sees the change, whatever the person's rules. */
  get isForAll(): boolean {
    return this.isRenamed || this.isRelisted;
  }

  /** Whether the person's rule, who may ring, may have changed for that viewer. */
  get touchesRules(): boolean {
    return this.policyWas !== undefined || this.opened.size + this.closed.size + this.called.size > 0;
  }
}
