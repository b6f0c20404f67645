CREATE TABLE "voicemail_audio" (
	"voicemail_id" uuid PRIMARY KEY NOT NULL,
	"audio" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "voicemail_greetings" (
	"user_id" text PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"audio" "bytea" NOT NULL,
	"seconds" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "voicemail_greetings_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "voicemail_removals" (
	"sid" text PRIMARY KEY NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "voicemail_settings" (
	"user_id" text PRIMARY KEY NOT NULL,
	"is_on" boolean NOT NULL,
	"no_answer" boolean NOT NULL,
	"away" boolean NOT NULL,
	"declined" boolean NOT NULL,
	"busy" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "voicemails" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" text NOT NULL,
	"ref" uuid NOT NULL,
	"call_sid" text NOT NULL,
	"caller_id" text,
	"anonymous" boolean NOT NULL,
	"begun_at" timestamp with time zone DEFAULT now() NOT NULL,
	"recording_sid" text,
	"seconds" integer,
	"recorded_at" timestamp with time zone,
	"kept_at" timestamp with time zone,
	"heard_at" timestamp with time zone,
	"transcription" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone NOT NULL,
	CONSTRAINT "voicemails_ref_unique" UNIQUE("ref"),
	CONSTRAINT "voicemails_call_sid_unique" UNIQUE("call_sid"),
	CONSTRAINT "voicemails_recording_sid_unique" UNIQUE("recording_sid")
);
--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "message_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "message_seconds" integer;--> statement-breakpoint
ALTER TABLE "voicemail_audio" ADD CONSTRAINT "voicemail_audio_voicemail_id_voicemails_id_fk" FOREIGN KEY ("voicemail_id") REFERENCES "public"."voicemails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voicemail_greetings" ADD CONSTRAINT "voicemail_greetings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voicemail_settings" ADD CONSTRAINT "voicemail_settings_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_ref_calls_ref_fk" FOREIGN KEY ("ref") REFERENCES "public"."calls"("ref") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "voicemails" ADD CONSTRAINT "voicemails_caller_id_users_id_fk" FOREIGN KEY ("caller_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "voicemail_removals_due" ON "voicemail_removals" USING btree ("next_try_at");--> statement-breakpoint
CREATE INDEX "voicemails_owner" ON "voicemails" USING btree ("owner_id","recorded_at");--> statement-breakpoint
CREATE INDEX "voicemails_caller" ON "voicemails" USING btree ("caller_id");--> statement-breakpoint
CREATE INDEX "voicemails_begun" ON "voicemails" USING btree ("begun_at");--> statement-breakpoint
CREATE INDEX "voicemails_due" ON "voicemails" USING btree ("next_try_at") WHERE "voicemails"."kept_at" is null;--> statement-breakpoint
-- The sound of a message that goes must not stay at the voice network, whoever deletes its row: its owner, the sweep, or the
-- deletion of the owner's account.
CREATE OR REPLACE FUNCTION "note_voicemail_gone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO voicemail_removals (sid) VALUES (OLD.recording_sid) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "voicemail_gone" AFTER DELETE ON "voicemails" FOR EACH ROW
  WHEN (OLD.recording_sid IS NOT NULL AND OLD.kept_at IS NULL) EXECUTE FUNCTION "note_voicemail_gone"();
