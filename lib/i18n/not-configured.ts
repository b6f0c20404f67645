import type { Locale } from "./locales";

/** The texts of the page that stands in for every page while the configuration is wrong. */
interface NotConfiguredTexts {
  readonly appName: string;
  readonly title: string;
  readonly lead: string;
  readonly settings: string;
  readonly missing: string;
  readonly wrong: string;
  readonly whatToDo: string;
  /** `{command}` stands for a command. */
  readonly provision: string;
  readonly provisionVercel: string;
  readonly database: string;
  readonly other: string;
  readonly again: string;
  readonly documents: string;
}

/** They are not among the messages, which would all be loaded before every page for the sake of this one. */
export const notConfiguredTexts: Record<Locale, NotConfiguredTexts> = {
  en: {
    appName: "Browser Phone",
    title: "Not set up yet",
    lead: "The server runs, but it cannot work with its settings as they are. Whoever operates it can read here what is missing.",
    settings: "Settings to correct",
    missing: "missing",
    wrong: "wrong",
    whatToDo: "What to do",
    provision:
      "Run {command} on your machine, in a clone of this project. It makes what is needed at Twilio, and writes the TWILIO_* values and NEXTAUTH_SECRET.",
    provisionVercel: "On Vercel, {command} also sets them in the Vercel project.",
    database:
      "Give the app a PostgreSQL database, and set DATABASE_URL to its address. On Vercel, add one under Storage: that sets it.",
    other: "Correct the settings above where you set environment variables.",
    again: "Start the server again; on Vercel, deploy again. Settings count from the next deployment on.",
    documents:
      "The files docs/vercel.md and docs/server.md of the project describe each step, and .env.example each setting.",
  },
  ja: {
    appName: "Browser Phone",
    title: "設定が完了していません",
    lead: "サーバーは動いていますが、現在の設定では利用できません。足りないものを、管理者の方のためにここに示します。",
    settings: "修正が必要な設定",
    missing: "未設定",
    wrong: "値に誤りあり",
    whatToDo: "次にすること",
    provision:
      "このプロジェクトを手元に複製し、{command} を実行してください。Twilio 側に必要なものを用意し、TWILIO_* の各値と NEXTAUTH_SECRET を書き込みます。",
    provisionVercel: "Vercel の場合は {command} とすると、Vercel のプロジェクトにも設定されます。",
    database:
      "PostgreSQL データベースを用意し、そのアドレスを DATABASE_URL に設定してください。Vercel では Storage から追加すると自動で設定されます。",
    other: "上の設定を、環境変数を設定している場所で修正してください。",
    again:
      "サーバーを再起動してください。Vercel の場合は、もう一度デプロイしてください。設定は次のデプロイから有効になります。",
    documents:
      "各手順はプロジェクトの docs/vercel.md と docs/server.md に、各設定の説明は .env.example にあります。",
  },
};
