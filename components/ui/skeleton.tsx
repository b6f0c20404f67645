import { cn } from "./cn";

/** A placeholder for something that is being loaded. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cn("block animate-pulse rounded-lg bg-hover", className)} />;
}

/** A placeholder for a list of people or calls. */
export function ListSkeleton({ rows, label }: { rows: number; label: string }) {
  const places = Array.from({ length: rows }, (_, index) => index);
  return (
    <div className="mt-4 grid gap-0.5">
      <span className="sr-only">{label}</span>
      {places.map((place) => (
        <div key={place} className="flex items-center gap-3.5 py-2.5">
          <Skeleton className="size-11 rounded-full" />
          <div className="grid flex-1 gap-2">
            <Skeleton className="h-4 w-36" />
            <Skeleton className="h-3 w-24" />
          </div>
          <Skeleton className="h-10 w-22 rounded-full" />
        </div>
      ))}
    </div>
  );
}
