/**
 * How mail programs mark what is not their writer's own: the line above a quote, the head of a message that is quoted without marks,
 * signatures, and what GitHub puts below its notifications. Each by its look, and in the languages of many people.
 */

/** Verbs that end the line above a quote ("On … wrote:"), in the languages where the line ends with them or with an address. */
const WROTE =
  /(?<!\p{L})(?:wrote|writes|schrieb|schrieb\b.*|a écrit|escribió|escreveu|ha scritto|schreef\b.*|skrev\b.*|kirjoitti|napsal(?:a)?|napisał(?:\(a\)|a)?|írta|yazdı|a scris|написал(?:\(а\)|а)?|пише)\s*:$|(?:写道|寫道|작성|書きました)\s*[:：]$/iu;
const ADDRESS = /[^\s@]@[^\s@]/u;
const YEAR = /(?:19|20)\d\d/u;
/** The most that the line above a quote holds, over all the lines into which it was broken. */
const ATTRIBUTION_CHARACTERS = 400;

/** Whether these words stand above a quote. `quoteFollows`: a line that is marked as quoted comes next. */
export function isAttribution(line: string, quoteFollows: boolean): boolean {
  if (line.length > ATTRIBUTION_CHARACTERS || !/[:：]$/u.test(line)) return false;
  if (YEAR.test(line) && (ADDRESS.test(line) || WROTE.test(line))) return true;
  return quoteFollows && (YEAR.test(line) || WROTE.test(line));
}

const FROM =
  /^[*_]*(?:From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|Feladó|От|Gönderen|发件人|寄件者|差出人|보낸 사람)[*_]*\s*[:：]/iu;
const OF_HEAD =
  /^[*_]*(?:Sent|Date|To|Subject|Cc|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Fecha|Data|Para|Asunto|Assunto|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne|Sendt|Dato|Til|Emne|Lähetetty|Vastaanottaja|Aihe|Wysłano|Do|Temat|Odesláno|Komu|Předmět|Отправлено|Дата|Кому|Тема|发送时间|收件人|主题|送信日時|宛先|件名)[*_]*\s*[:：]/iu;
const ORIGINAL =
  /^-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Message d['’]origine|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht|Ursprungligt meddelande|Opprinnelig melding|Oprindelig meddelelse|Исходное сообщение|原始邮件)\s*-{2,}/iu;

/** Whether a message that is quoted without marks begins here: all that follows is another's. */
export function beginsUnmarkedQuote(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').trim();
  if (line.length > ATTRIBUTION_CHARACTERS) return false;
  if (ORIGINAL.test(line)) return true;
  if (!FROM.test(line)) return false;
  const head = lines.slice(at + 1, at + 6).filter((next) => OF_HEAD.test(next.slice(0, ATTRIBUTION_CHARACTERS).trim()));
  return head.length >= 2;
}

const SENT_FROM =
  /^(?:Sent (?:from|via|with) (?:my|mail|outlook|yahoo|samsung|gmail|github|proton|mobile|iphone|ipad|android|thunderbird|fastmail|a )|Get Outlook for |Von meinem .{1,40} gesendet|Gesendet (?:von|mit|über) |Envoyé (?:de |depuis |à partir )|Enviado (?:desde|do|de|via|a partir) |Inviato da |Verzonden (?:vanaf|vanuit|met|via) |Skickat från |Sendt fra |Lähetetty |Wysłan[eo] z |Odesláno z |Отправлено (?:с|из) |发自|從我的|iPhone\s*から送信|나의 .{1,20}에서 보냄)/iu;

/** Whether a line is one that a program put there: what it was sent from, or a ruler above what is quoted. */
export function isOfProgram(line: string): boolean {
  return line.length <= ATTRIBUTION_CHARACTERS && (SENT_FROM.test(line) || /^_{10,}$/.test(line));
}

/** Whether a line parts what was written from a signature (two hyphens, alone), or from what GitHub writes below notifications. */
export function beginsSignature(line: string): boolean {
  return /^(?:--[ \u00a0]?$|Reply to this email directly|You are receiving this because|Message ID: ?<)/i.test(line);
}

const CLOSING =
  /^(?:(?:many )?thanks(?: again| a lot| so much)?|thank you|thx|cheers|(?:all the )?best,|(?:best|kind|warm)? ?regards|sincerely|(?:viele|liebe|beste|schöne)? ?grüße|(?:mit )?(?:freundlichen|besten|vielen) grüßen|danke(?: dir| euch)?|vg|lg|mfg|gruß|merci(?: beaucoup)?|cordialement|bien à vous|gracias|saludos|un saludo|grazie|saluti|obrigad[oa]|abraços|bedankt|groet(?:en|jes)?|tack|hälsningar|mvh|hilsen|pozdrawiam|dzięki|спасибо|с уважением|谢谢|ありがとうございます)[,.! ]*$/iu;
/** So many lines may stand below a closing: a name, and what belongs to it. */
const BELOW_CLOSING = 3;

/** The lines without the thanks, greetings and name at their end. */
export function withoutClosing(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  for (let at = Math.max(1, last - BELOW_CLOSING); at <= last; at++) {
    const below = lines.slice(at + 1, last + 1);
    const isName = below.every((line) => line.trim().length <= 40 && !/[?:]$/.test(line.trim()));
    if (CLOSING.test((lines[at] ?? '').trim().slice(0, 80)) && isName) return lines.slice(0, at);
  }
  return lines.slice(0, last + 1);
}

/** Whether a line only greets whoever reads it. */
export function isGreeting(line: string): boolean {
  return /^(?:@[\w-]{1,39}[,:]?|(?:hi|hello|hey|dear|hallo|moin|guten (?:morgen|tag)|bonjour|salut|hola|ciao|olá|hej|hoi|привет)(?!\p{L})[\p{L}\p{M} .'@-]{0,40}[,!.:]?)$/iu.test(
    line,
  );
}
