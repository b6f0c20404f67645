import "server-only";
import type { PersonChange } from "@/lib/changes";

/** What is known of how a person has changed, put together from several changes. */
export class PersonHints {
  isRenamed = false;
  /** Whether they are listed has changed. */
  isRelisted = false;
  /** The policy was changed, an odd number of times. */
  hasPolicyChanged = false;
  readonly opened = new Set<string>();
  readonly closed = new Set<string>();
  readonly called = new Set<string>();

  add({ renamed, listed, opened = [], closed = [], called = [], policy }: PersonChange): void {
    if (renamed) this.isRenamed = true;
    if (listed) this.isRelisted = true;
    if (policy) this.hasPolicyChanged = !this.hasPolicyChanged;
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
    return this.hasPolicyChanged || this.opened.size + this.closed.size + this.called.size > 0;
  }
}
