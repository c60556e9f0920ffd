import type * as z from 'zod/mini';
import type { Consents } from '../../../../mock-platform/src/protocol/federation.ts';
import { type Children, place } from '../../components/base/place.ts';
import { Dialog } from '../../components/dialog/Dialog.ts';
import { FocusList } from '../../components/focus-list/FocusList.ts';
import { ListRow } from '../../components/list-row/ListRow.ts';
import type { Loadable } from '../../components/page/loadable.ts';
import { Page } from '../../components/page/Page.ts';
import { failureMessage } from '../../messages/failures.ts';
import { provider as words } from '../../messages/provider.ts';
import { dayOf } from '../../text/calendar.ts';
import { dayWithWeekday } from '../../text/dates.ts';
import type { Theme } from '../../theme/theme.ts';
import { layout } from '../../theme/tokens.ts';
import { answerWords, type Choice } from './answer-words.ts';
import { codeOf } from './codes.ts';

type Consent = z.infer<typeof Consents>['consents'][number];

/** What the viewer has allowed, and the way to take it back: asked once more, with the safe answer first. */
export class ConsentsPage extends Page {
  private given!: Loadable<readonly Consent[]>;
  private at: 'list' | 'asking' | 'sending' | 'revoked' | 'failed' = 'list';
  private chosen: Consent | undefined;
  private problem = '';

  override get title(): string {
    return words.given;
  }
  override get help(): readonly string[] {
    return words.help.given;
  }
  override get personal(): boolean {
    return true;
  }
  override get spoken(): string {
    if (this.at === 'list') return this.title;
    return this.at === 'asking' ? words.revokeQuestion : this.outcome().sentence;
  }

  override opened(): void {
    this.given = this.load(async () => (await this.tv.agent.call('consents.list', {})).consents);
  }

  override back(): boolean {
    if (this.at === 'asking' || this.at === 'failed') this.show('list');
    else if (this.at !== 'sending') return false;
    return true;
  }

  override content(theme: Theme): Children {
    if (this.at === 'asking' && this.chosen) return this.question(this.chosen, theme);
    if (this.at !== 'list') return answerWords(this.outcome(), this.ways(), theme);
    return this.when(this.given, (consents) =>
      consents.length === 0
        ? answerWords({ sentence: words.none, more: [words.noneMore] }, [this.homeWard()], theme)
        : this.list(consents),
    );
  }

  private list(consents: readonly Consent[]): Children {
    return {
      Given: place(FocusList, {
        x: layout.left,
        y: layout.contentTop,
        w: layout.right - layout.left,
        rowHeight: 140,
        gap: 36,
        perPage: consents.length > 4 ? 3 : 4,
        rows: consents.map((consent) => {
          const since = words.since(dayWithWeekday(dayOf(new Date(consent.from))));
          return place(ListRow, {
            focusKey: consent.relyingParty,
            label: consent.name,
            labelSize: 56,
            detail: since,
            detailX: 860,
            textSize: 44,
            signX: 1460,
            signWord: words.revoke,
            press: () => {
              this.chosen = consent;
              this.show('asking');
            },
          });
        }),
      }),
    };
  }

  private question({ name }: Consent, theme: Theme): Children {
    return {
      Question: place(Dialog, {
        question: words.revokeQuestion,
        detail: name,
        choices: [
          { label: words.keep, press: () => this.show('list') },
          { label: words.revoke, press: () => void this.revoke(), commit: true },
        ],
        theme,
      }),
    };
  }

  private outcome(): { sign?: 'check-circle'; sentence: string; more: readonly string[] } {
    if (this.at === 'sending') return { sentence: words.revoking, more: [] };
    if (this.at === 'revoked')
      return { sign: 'check-circle', sentence: words.revoked, more: [words.revokedMore] };
    const { sentence, next } = failureMessage(this.problem);
    return { sentence, more: [next] };
  }

  private ways(): Choice[] {
    if (this.at === 'sending') return [];
    return [{ key: 'given', label: words.given, press: () => this.show('list') }, this.homeWard()];
  }

  private homeWard(): Choice {
    return { key: 'home', label: words.toHome, press: () => this.tv.pages.home() };
  }

  private async revoke(): Promise<void> {
    const { chosen } = this;
    if (this.at !== 'asking' || !chosen) return;
    this.show('sending');
    try {
      await this.tv.agent.call('consents.revoke', { relyingParty: chosen.relyingParty });
      this.given.retry();
      this.show('revoked');
    } catch (error) {
      this.problem = codeOf(error);
      this.show('failed');
    }
  }

  private show(stage: ConsentsPage['at']): void {
    this.at = stage;
    if (!this.attached) return;
    this.focusOn('');
    this.redraw();
    if (stage !== 'list') this.tv.announcer.say(this.spoken);
  }
}
