import { catalogue } from './language.ts';

export const noticesWords = catalogue({
  ja: {
    title: 'おしらせ',
    none: 'おしらせは ありません。',
    noneMore: 'あたらしい おしらせを おまちください。',
    others: 'ほかの おしらせ',
    close: 'とじる',
  },
  plain: {
    title: 'お知らせ',
    none: '今 お知らせは ありません。',
    noneMore: '新しい お知らせを 待って ください。',
    others: 'ほかの お知らせ',
    close: 'とじる',
  },
  en: {
    title: 'News',
    none: 'There is no news.',
    noneMore: 'New notices will appear here.',
    others: 'Other news',
    close: 'Close',
  },
});
