CREATE TABLE "call_legs" (
	"call_id" bigint NOT NULL,
	"voice_id" text NOT NULL,
	"call_sid" text,
	"answered_at" timestamp with time zone,
	"final_status" text,
	CONSTRAINT "call_legs_call_id_voice_id_pk" PRIMARY KEY("call_id","voice_id"),
	CONSTRAINT "call_legs_call_sid_unique" UNIQUE("call_sid")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"uses_left" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operator_switches" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "caller_session_id" uuid;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "released_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "voice_id" text DEFAULT replace(gen_random_uuid()::text, '-', '') NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "last_used_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "accepts_anonymous" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "call_legs" ADD CONSTRAINT "call_legs_call_id_calls_id_fk" FOREIGN KEY ("call_id") REFERENCES "public"."calls"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "call_legs_open" ON "call_legs" USING btree ("voice_id") WHERE "call_legs"."final_status" is null;--> statement-breakpoint
CREATE INDEX "calls_unreleased" ON "calls" USING btree ("started_at") WHERE "calls"."released_at" is null;--> statement-breakpoint
CREATE INDEX "calls_started" ON "calls" USING btree ("started_at");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_voice_id_unique" UNIQUE("voice_id");