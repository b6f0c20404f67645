import type { Random } from "./random";

/** A person's names, as somebody could have chosen them. */
export interface Names {
  readonly username: string;
  readonly displayName: string;
}

const latinFirst =
  words(`Alice Bob Carol Daniel Emma Felix Grace Hannah Ivan Julia Kenji Laura Marco Nina Oscar Paula
  Quentin Rosa Samuel Tanja Ursula Victor Wanda Xavier Yuki Zoë José Łukasz Søren Chloé Jürgen Renée Ana Anna Ian Joan
  Mariana Roland Susan Hans Dan Amanda Antonio Miguel Sofia Elena Dmitri Olga Priya Arjun Fatima Omar Ngozi Kwame`);
const latinLast =
  words(`Smith Jones Müller Schmidt García López Dubois Lefèvre Rossi Bianchi Novák Kowalski Nilsson Hansen
  Okafor Mensah Khan Singh Patel Nguyen Tran Kim Park Lee Chen Wang Silva Santos Costa Ivanov Petrov Papadopoulos Yılmaz
  Andersson Johansson Tanaka Suzuki Sato Yamada Brown Taylor Wilson Evans Thomas Roberts Walker Wright Green Hall`);
const kanjiLast =
  words(`佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水
  山崎 森 池田 橋本 阿部 石川 山下 中島 前田 藤田 小川 後藤 岡田 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦`);
const kanjiFirst =
  words(`太郎 花子 健太 美咲 翔太 陽菜 大輔 真由美 拓也 恵子 直樹 久美子 亮 葵 蓮 結衣 悠真 凛 湊 紬 一郎 次郎
  三郎 和子 洋子 幸子 明美 由美子 智子 誠 隆 浩 剛 学 優子`);
const kanaNames = words(
  `たろう はなこ ケンタ ミサキ さくら ヒカル あおい レン ゆい りん ﾔﾏﾀﾞ ﾀﾅｶ タナカ ヤマダ すずき`,
);
const wideNames = words(`ＴＡＲＯ Ｈａｎａ ＫＥＮ Ａｌｉｃｅ ＹＡＭＡＤＡ`);
const syllables =
  words(`ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya
  yu yo ra ri ru re ro wa`);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}

/** The names of person `number`: of five people two have Latin names, two Japanese ones, one a made-up name. */
export function namesOf(number: number, random: Random): Names {
  const made = Array.from({ length: 2 + random.below(3) }, () => random.pick(syllables)).join("");
  return { username: `${made}_${inPlainDigits(number)}`, displayName: displayName(number, made, random) };
}

function displayName(number: number, made: string, random: Random): string {
  switch (number % 10) {
    case 0:
    case 1:
    case 2:
    case 3:
      return `${random.pick(latinFirst)} ${random.pick(latinLast)}`;
    case 4:
    case 5:
    case 6:
      return `${random.pick(kanjiLast)} ${random.pick(kanjiFirst)}`;
    case 7:
      return `${random.pick(kanjiLast)}${random.pick(kanaNames)}`;
    case 8:
      return `${random.pick(wideNames)} ${random.pick(kanaNames)}`;
    default:
      return made;
  }
}

/** With the digits 2 to 8 alone: 0, 1 and 9 look like letters, and two usernames must not look the same. */
function inPlainDigits(number: number): string {
  return number.toString(7).replace(/\d/g, (digit) => String(Number(digit) + 2));
}
