import { catalogue } from './language.ts';

/** What is wrong with the television itself, over the legend of a page. */
export const condition = catalogue({
  ja: {
    agentGone: 'いま つながって いません。',
    agentGoneMore: 'なおると ひとりでに もどります。',
  },
  plain: {
    agentGone: '今 つながって いません。',
    agentGoneMore: 'すこし 待って ください。自分で なおります。',
  },
  en: {
    agentGone: 'Not connected at the moment.',
    agentGoneMore: 'It will come back by itself.',
  },
});
