/** How replies to a notification about Q3 look in the comments that GitHub makes of them, by mail program and language. */
export const MAILS: Readonly<Record<string, string>> = {
  'GitHub, as it is kept from Gmail': `keep

On Sat, Nov 21, 2026 at 5:00 PM planwright[bot] ***@***.***>
wrote:

> *planwright* left a comment (acme/web#40)
> <https://github.com/acme/web/issues/40#issuecomment-1>
>
> *Q3* from schema (Migrate the schema): Keep the column legacy_id?
>
>    - keep
>    - drop
>
> —
> Reply to this email directly, view it on GitHub
> <https://github.com/acme/web/issues/40#issuecomment-1>, or unsubscribe
> <https://github.com/notifications/unsubscribe-auth/AAA>
> .
> You are receiving this because you were mentioned.Message ID:
> ***@***.***>
>`,
  'Outlook on Windows': `keep

From: planwright[bot] <notifications@github.com>
Sent: Saturday, November 21, 2026 5:00 PM
To: acme/web <web@noreply.github.com>
Cc: Ada <ada@acme.example>; Mention <mention@noreply.github.com>
Subject: Re: [acme/web] Dates (Issue #40)

Q3 from schema (Migrate the schema): Keep the column legacy_id?
- keep
- drop
Tick one, or reply Q3 ….
—
Reply to this email directly, view it on GitHub<https://github.com/acme/web/issues/40>.
You are receiving this because you were mentioned.`,
  'Outlook on a phone': `keep

Get Outlook for iOS<https://aka.ms/o0ukef>
________________________________
From: planwright[bot] <notifications@github.com>
Sent: Saturday, November 21, 2026 5:00:00 PM
To: acme/web <web@noreply.github.com>
Subject: Re: [acme/web] Dates (Issue #40)

Q3 from schema (Migrate the schema): Keep the column legacy_id?`,
  'Outlook in German': `keep

Mit freundlichen Grüßen
Ada Lovelace

Von: planwright[bot] <notifications@github.com>
Gesendet: Samstag, 21. November 2026 17:00
An: acme/web <web@noreply.github.com>
Betreff: Re: [acme/web] Dates (Issue #40)

Q3 from schema (Migrate the schema): Keep the column legacy_id?`,
  'Outlook with Markdown of its bold head': `keep

**From:** planwright[bot] <notifications@github.com>
**Sent:** Saturday, November 21, 2026 5:00 PM
**To:** acme/web <web@noreply.github.com>
**Subject:** Re: [acme/web] Dates (Issue #40)

**Q3** from schema: Keep the column legacy_id?`,
  'an old Outlook': `keep

-----Original Message-----
From: planwright[bot] [mailto:notifications@github.com]
Q3 from schema: Keep the column legacy_id?`,
  'Apple Mail': `keep

> On Nov 21, 2026, at 17:00, planwright[bot] <notifications@github.com> wrote:
>
> Q3 from schema (Migrate the schema): Keep the column legacy_id?`,
  'an iPhone': `Keep

Sent from my iPhone

> On Nov 21, 2026, at 5:00 PM, planwright[bot] ***@***.***> wrote:
>
> ﻿
> Q3 from schema (Migrate the schema): Keep the column legacy_id?`,
  'an iPhone in German': `keep.

Von meinem iPhone gesendet

> Am 21.11.2026 um 17:00 schrieb planwright[bot] <notifications@github.com>:
>
> Q3 from schema (Migrate the schema): Keep the column legacy_id?`,
  'Thunderbird, below the quote': `Am 21.11.26 um 17:00 schrieb planwright[bot]:
> *Q3* from schema (Migrate the schema): Keep the column legacy_id?
>
> Tick one, or reply Q3 ….

keep

-- 
Ada Lovelace
Analytical Engines Ltd`,
  'Gmail in French': `keep

Le sam. 21 nov. 2026 à 17:00, planwright[bot] <notifications@github.com> a
écrit :

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Spanish': `keep, gracias

El sáb, 21 nov 2026 a las 17:00, planwright[bot] (<notifications@github.com>)
escribió:

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Italian': `keep

Il giorno sab 21 nov 2026 alle ore 17:00 planwright[bot] <
notifications@github.com> ha scritto:

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Portuguese': `keep

Em sáb., 21 de nov. de 2026 às 17:00, planwright[bot] <
notifications@github.com> escreveu:

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Dutch': `keep

Op za 21 nov 2026 om 17:00 schreef planwright[bot] <notifications@github.com>:

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Swedish': `keep

Den lör 21 nov. 2026 kl 17:00 skrev planwright[bot] <notifications@github.com
>:

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Polish': `keep

sob., 21 lis 2026 o 17:00 planwright[bot] <notifications@github.com>
napisał(a):

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Russian': `keep

сб, 21 нояб. 2026 г. в 17:00, planwright[bot] <notifications@github.com>:

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Chinese': `keep

planwright[bot] <notifications@github.com> 于2026年11月21日周六 17:00写道：

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'Gmail in Japanese': `keep

2026年11月21日(土) 17:00 planwright[bot] <notifications@github.com>:

> *Q3* from schema (Migrate the schema): Keep the column legacy_id?`,
  'a program that quotes without marks': `keep

On Sat, 21 Nov 2026, 17:00 planwright[bot], <notifications@github.com> wrote:

Q3 from schema (Migrate the schema): Keep the column legacy_id?
It is read by src/report.ts:88 only; dropping it changes that report.`,
  'a person who greets and closes': `Hi Planwright,

keep

Cheers,
Ada

On Sat, Nov 21, 2026 at 5:00 PM planwright[bot] <notifications@github.com> wrote:
> Q3 from schema (Migrate the schema): Keep the column legacy_id?`,
};
