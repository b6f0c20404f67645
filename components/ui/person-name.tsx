import { cn } from "./cn";

interface PersonNameProps {
  name: string;
  className?: string;
}

/**
 * What a person calls themselves, on a line of its own. A long name loses its end, in either direction of writing; it
 * stands where its neighbours do.
 */
export function PersonName({ name, className }: PersonNameProps) {
  return (
    <bdi
      dir="auto"
      translate="no"
      title={name}
      className={cn("block min-w-0 truncate [text-align:match-parent]", className)}
    >
      {name}
    </bdi>
  );
}

/** A username with its at sign, by which people are told apart. */
export function Username({ username, className }: { username: string; className?: string }) {
  return (
    <bdi
      dir="ltr"
      translate="no"
      className={cn("inline-block min-w-0 max-w-full truncate align-bottom", className)}
    >
      {`@${username}`}
    </bdi>
  );
}
