CREATE TABLE "guest_links" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" text NOT NULL,
	"secret_hash" text NOT NULL,
	"label" text NOT NULL,
	"once" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "guest_links_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "guest_visits" (
	"key_hash" text PRIMARY KEY NOT NULL,
	"link_id" uuid NOT NULL,
	"voice_id" text DEFAULT replace(gen_random_uuid()::text, '-', '') NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "guest_visits_voice_id_unique" UNIQUE("voice_id")
);
--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "guest_link_id" uuid;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "guest_name" text;--> statement-breakpoint
ALTER TABLE "guest_links" ADD CONSTRAINT "guest_links_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guest_visits" ADD CONSTRAINT "guest_visits_link_id_guest_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."guest_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "guest_links_owner" ON "guest_links" USING btree ("owner_id","created_at");--> statement-breakpoint
CREATE INDEX "guest_links_end" ON "guest_links" USING btree (least("expires_at", "withdrawn_at"));--> statement-breakpoint
CREATE INDEX "guest_visits_link" ON "guest_visits" USING btree ("link_id");--> statement-breakpoint
CREATE INDEX "guest_visits_expiry" ON "guest_visits" USING btree ("expires_at");--> statement-breakpoint
ALTER TABLE "calls" ADD CONSTRAINT "calls_guest_link_id_guest_links_id_fk" FOREIGN KEY ("guest_link_id") REFERENCES "public"."guest_links"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calls_guest" ON "calls" USING btree ("guest_link_id","started_at") WHERE "calls"."guest_link_id" is not null;