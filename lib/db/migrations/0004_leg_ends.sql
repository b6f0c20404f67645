ALTER TABLE "call_legs" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "call_legs" ADD COLUMN "no_room" boolean DEFAULT false NOT NULL;