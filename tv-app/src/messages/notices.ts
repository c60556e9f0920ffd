export const noticesWords = {
  title: 'おしらせ',
  none: 'おしらせは ありません。',
  noneMore: 'あたらしい おしらせを おまちください。',
  others: 'ほかの おしらせ',
  close: 'とじる',
} as const;
