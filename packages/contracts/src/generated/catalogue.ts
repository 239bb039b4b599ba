// Generated from schemas/ by `npm run generate`. Do not edit: change or add a schema and generate again.

/** Topics and event schemas with their fixed ids. */
export const catalogue = {
  topics: [
    {
      name: 'clips',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'social-accounts',
      partitions: 6,
      retentionMs: -1,
      compacted: true,
    },
    {
      name: 'campaign-requests',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'campaigns',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'insights-requests',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'insights',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'alerts',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'ab-test-requests',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'ab-tests',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'publish-requests',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
    {
      name: 'publications',
      partitions: 6,
      retentionMs: 1209600000,
      compacted: false,
    },
  ],
  events: [
    {
      id: 100,
      topic: 'clips',
      type: 'ClipPublished',
      version: 1,
      schema: {
        type: 'record',
        name: 'ClipPublished',
        namespace: 'ads.orchestrator',
        doc: 'A clip went live on a social account and may be promoted.',
        fields: [
          {
            name: 'clipId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'title',
            type: 'string',
          },
          {
            name: 'videoUrl',
            type: 'string',
          },
          {
            name: 'thumbnailUrl',
            type: 'string',
          },
          {
            name: 'durationMs',
            type: 'long',
            doc: 'milliseconds',
          },
          {
            name: 'publishedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 101,
      topic: 'clips',
      type: 'ClipWithdrawn',
      version: 1,
      schema: {
        type: 'record',
        name: 'ClipWithdrawn',
        namespace: 'ads.orchestrator',
        doc: 'The clip is gone: no new campaign may use it.',
        fields: [
          {
            name: 'clipId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: [
              'null',
              {
                type: 'string',
                logicalType: 'uuid',
              },
            ],
            default: null,
          },
          {
            name: 'withdrawnAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 102,
      topic: 'social-accounts',
      type: 'SocialAccountConnected',
      version: 1,
      schema: {
        type: 'record',
        name: 'SocialAccountConnected',
        namespace: 'ads.orchestrator',
        doc: 'Full state of a connected account; the newest one per key counts.',
        fields: [
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'adAccountId',
            type: 'string',
            doc: 'digits, without act_',
          },
          {
            name: 'pageId',
            type: 'string',
          },
          {
            name: 'instagramUserId',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'pixelId',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'currency',
            type: 'string',
            doc: 'ISO 4217',
          },
          {
            name: 'timezone',
            type: 'string',
            doc: 'IANA name',
          },
          {
            name: 'defaultCountries',
            type: {
              type: 'array',
              items: 'string',
            },
            doc: 'ISO 3166-1 alpha-2',
          },
          {
            name: 'sealedAccessToken',
            type: 'string',
            doc: 'AES-256-GCM ciphertext, associated data = socialAccountId; never the token in clear',
          },
          {
            name: 'dailyBudgetCapCents',
            type: ['null', 'long'],
            default: null,
          },
          {
            name: 'dsaBeneficiary',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'dsaPayor',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'revision',
            type: 'long',
            doc: 'counts the PUTs; a lower one is older',
          },
          {
            name: 'connectedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 103,
      topic: 'social-accounts',
      type: 'SocialAccountDisconnected',
      version: 1,
      schema: {
        type: 'record',
        name: 'SocialAccountDisconnected',
        namespace: 'ads.orchestrator',
        doc: 'No new work for this account.',
        fields: [
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'revision',
            type: 'long',
          },
          {
            name: 'disconnectedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 104,
      topic: 'campaign-requests',
      type: 'CampaignRequested',
      version: 1,
      schema: {
        type: 'record',
        name: 'CampaignRequested',
        namespace: 'ads.orchestrator',
        doc: 'Someone asked for a campaign; the gateway has accepted and validated it.',
        fields: [
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
            doc: 'operation id, also the correlation id',
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestedBy',
            type: 'string',
            doc: 'subject of the token',
          },
          {
            name: 'requestedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'campaignName',
            type: 'string',
          },
          {
            name: 'objective',
            type: 'string',
            doc: 'one of the six OUTCOME_*',
          },
          {
            name: 'optimizationGoal',
            type: 'string',
          },
          {
            name: 'dailyBudgetCents',
            type: ['null', 'long'],
            default: null,
            doc: 'minor units of the account currency',
          },
          {
            name: 'lifetimeBudgetCents',
            type: ['null', 'long'],
            default: null,
          },
          {
            name: 'startTime',
            type: [
              'null',
              {
                type: 'long',
                logicalType: 'timestamp-millis',
              },
            ],
            default: null,
          },
          {
            name: 'endTime',
            type: [
              'null',
              {
                type: 'long',
                logicalType: 'timestamp-millis',
              },
            ],
            default: null,
          },
          {
            name: 'callToAction',
            type: 'string',
          },
          {
            name: 'specialAdCategories',
            type: {
              type: 'array',
              items: 'string',
            },
          },
          {
            name: 'targetingJson',
            type: 'string',
            doc: 'targeting as sent, JSON text',
          },
          {
            name: 'autoPublish',
            type: 'boolean',
          },
          {
            name: 'creatives',
            type: {
              type: 'array',
              items: {
                type: 'record',
                name: 'RequestedCreative',
                fields: [
                  {
                    name: 'clipId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                  },
                  {
                    name: 'title',
                    type: 'string',
                  },
                  {
                    name: 'description',
                    type: ['null', 'string'],
                    default: null,
                  },
                  {
                    name: 'landingUrl',
                    type: 'string',
                  },
                ],
              },
            },
            doc: 'the first one is the flat one of the request',
          },
        ],
      },
    },
    {
      id: 105,
      topic: 'campaign-requests',
      type: 'CampaignCancelRequested',
      version: 1,
      schema: {
        type: 'record',
        name: 'CampaignCancelRequested',
        namespace: 'ads.orchestrator',
        doc: 'Undo the campaign if it is not finished.',
        fields: [
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestedBy',
            type: 'string',
          },
          {
            name: 'requestedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 106,
      topic: 'campaign-requests',
      type: 'CampaignResumeRequested',
      version: 1,
      schema: {
        type: 'record',
        name: 'CampaignResumeRequested',
        namespace: 'ads.orchestrator',
        doc: 'Try again what needed attention.',
        fields: [
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestedBy',
            type: 'string',
          },
          {
            name: 'requestedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 107,
      topic: 'campaigns',
      type: 'CampaignStepCompleted',
      version: 1,
      schema: {
        type: 'record',
        name: 'CampaignStepCompleted',
        namespace: 'ads.orchestrator',
        doc: 'One saga step changed its state.',
        fields: [
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'step',
            type: 'string',
          },
          {
            name: 'position',
            type: 'int',
          },
          {
            name: 'state',
            type: 'string',
            doc: 'running | waiting | succeeded | failed | compensated',
          },
          {
            name: 'attempts',
            type: 'int',
          },
          {
            name: 'startedAt',
            type: [
              'null',
              {
                type: 'long',
                logicalType: 'timestamp-millis',
              },
            ],
            default: null,
          },
          {
            name: 'endedAt',
            type: [
              'null',
              {
                type: 'long',
                logicalType: 'timestamp-millis',
              },
            ],
            default: null,
          },
          {
            name: 'level',
            type: ['null', 'string'],
            default: null,
            doc: 'campaign | adset | creative | ad',
          },
          {
            name: 'metaId',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'waitingFor',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'nextRetryAt',
            type: [
              'null',
              {
                type: 'long',
                logicalType: 'timestamp-millis',
              },
            ],
            default: null,
          },
          {
            name: 'error',
            type: [
              'null',
              {
                type: 'record',
                name: 'StepError',
                fields: [
                  {
                    name: 'step',
                    type: 'string',
                  },
                  {
                    name: 'message',
                    type: 'string',
                    doc: "in Meta's words where Meta spoke",
                  },
                  {
                    name: 'code',
                    type: ['null', 'int'],
                    default: null,
                  },
                  {
                    name: 'subcode',
                    type: ['null', 'int'],
                    default: null,
                  },
                  {
                    name: 'blameFields',
                    type: {
                      type: 'array',
                      items: 'string',
                    },
                  },
                  {
                    name: 'fbtraceId',
                    type: ['null', 'string'],
                    default: null,
                  },
                  {
                    name: 'retryable',
                    type: 'boolean',
                  },
                ],
              },
            ],
            default: null,
          },
        ],
      },
    },
    {
      id: 108,
      topic: 'campaigns',
      type: 'CampaignCreated',
      version: 1,
      schema: {
        type: 'record',
        name: 'CampaignCreated',
        namespace: 'ads.orchestrator',
        doc: 'The whole tree exists at Meta and was verified.',
        fields: [
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'adAccountId',
            type: 'string',
          },
          {
            name: 'currency',
            type: 'string',
          },
          {
            name: 'timezone',
            type: 'string',
          },
          {
            name: 'campaignName',
            type: 'string',
          },
          {
            name: 'objective',
            type: 'string',
          },
          {
            name: 'optimizationGoal',
            type: 'string',
          },
          {
            name: 'status',
            type: 'string',
            doc: 'PAUSED | ACTIVE',
          },
          {
            name: 'campaignMetaId',
            type: 'string',
          },
          {
            name: 'adsetId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'adsetMetaId',
            type: 'string',
          },
          {
            name: 'dailyBudgetCents',
            type: ['null', 'long'],
            default: null,
          },
          {
            name: 'lifetimeBudgetCents',
            type: ['null', 'long'],
            default: null,
          },
          {
            name: 'ads',
            type: {
              type: 'array',
              items: {
                type: 'record',
                name: 'CreatedAd',
                fields: [
                  {
                    name: 'clipId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                  },
                  {
                    name: 'adId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                    doc: 'our id',
                  },
                  {
                    name: 'adMetaId',
                    type: 'string',
                  },
                  {
                    name: 'creativeId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                    doc: 'our id',
                  },
                  {
                    name: 'creativeMetaId',
                    type: 'string',
                  },
                ],
              },
            },
          },
          {
            name: 'startedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'completedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 109,
      topic: 'campaigns',
      type: 'CampaignFailed',
      version: 1,
      schema: {
        type: 'record',
        name: 'CampaignFailed',
        namespace: 'ads.orchestrator',
        doc: 'The tree could not be built, or was cancelled; what was made has been removed as far as said here.',
        fields: [
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'status',
            type: 'string',
            doc: 'failed | cancelled | needs_attention',
          },
          {
            name: 'reason',
            type: 'string',
            doc: 'a sentence',
          },
          {
            name: 'errors',
            type: {
              type: 'array',
              items: {
                type: 'record',
                name: 'StepError',
                fields: [
                  {
                    name: 'step',
                    type: 'string',
                  },
                  {
                    name: 'message',
                    type: 'string',
                    doc: "in Meta's words where Meta spoke",
                  },
                  {
                    name: 'code',
                    type: ['null', 'int'],
                    default: null,
                  },
                  {
                    name: 'subcode',
                    type: ['null', 'int'],
                    default: null,
                  },
                  {
                    name: 'blameFields',
                    type: {
                      type: 'array',
                      items: 'string',
                    },
                  },
                  {
                    name: 'fbtraceId',
                    type: ['null', 'string'],
                    default: null,
                  },
                  {
                    name: 'retryable',
                    type: 'boolean',
                  },
                ],
              },
            },
          },
          {
            name: 'removed',
            type: {
              type: 'array',
              items: {
                type: 'record',
                name: 'MetaObject',
                fields: [
                  {
                    name: 'level',
                    type: 'string',
                  },
                  {
                    name: 'metaId',
                    type: 'string',
                  },
                ],
              },
            },
          },
          {
            name: 'left',
            type: {
              type: 'array',
              items: {
                type: 'record',
                name: 'LeftObject',
                fields: [
                  {
                    name: 'level',
                    type: 'string',
                  },
                  {
                    name: 'metaId',
                    type: 'string',
                  },
                  {
                    name: 'reason',
                    type: 'string',
                  },
                ],
              },
            },
          },
          {
            name: 'compensationComplete',
            type: 'boolean',
          },
          {
            name: 'startedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'completedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 110,
      topic: 'campaigns',
      type: 'CampaignActivated',
      version: 1,
      schema: {
        type: 'record',
        name: 'CampaignActivated',
        namespace: 'ads.orchestrator',
        doc: 'Ads, ad set and campaign are ACTIVE.',
        fields: [
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'activatedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 111,
      topic: 'campaigns',
      type: 'RequestRejected',
      version: 1,
      schema: {
        type: 'record',
        name: 'RequestRejected',
        namespace: 'ads.orchestrator',
        doc: 'The owner refuses a request; becomes the problem answer.',
        fields: [
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'aggregateId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'code',
            type: 'string',
            doc: 'problem code',
          },
          {
            name: 'httpStatus',
            type: 'int',
          },
          {
            name: 'detail',
            type: 'string',
          },
          {
            name: 'pointer',
            type: ['null', 'string'],
            default: null,
            doc: 'JSON pointer into the request',
          },
        ],
      },
    },
    {
      id: 112,
      topic: 'insights-requests',
      type: 'InsightsSyncRequested',
      version: 1,
      schema: {
        type: 'record',
        name: 'InsightsSyncRequested',
        namespace: 'ads.orchestrator',
        doc: 'Someone asked for fresh results of an account.',
        fields: [
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestedBy',
            type: 'string',
          },
          {
            name: 'requestedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 113,
      topic: 'insights',
      type: 'InsightsSynced',
      version: 1,
      schema: {
        type: 'record',
        name: 'InsightsSynced',
        namespace: 'ads.orchestrator',
        doc: "The rows of one campaign's ads that are new or have changed.",
        fields: [
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'syncRunId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'currency',
            type: 'string',
          },
          {
            name: 'timezone',
            type: 'string',
          },
          {
            name: 'rows',
            type: {
              type: 'array',
              items: {
                type: 'record',
                name: 'InsightsRow',
                fields: [
                  {
                    name: 'adId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                    doc: 'our id',
                  },
                  {
                    name: 'adMetaId',
                    type: 'string',
                  },
                  {
                    name: 'date',
                    type: {
                      type: 'int',
                      logicalType: 'date',
                    },
                    doc: "day of the ad account's time zone",
                  },
                  {
                    name: 'impressions',
                    type: 'long',
                  },
                  {
                    name: 'clicks',
                    type: 'long',
                  },
                  {
                    name: 'inlineLinkClicks',
                    type: 'long',
                  },
                  {
                    name: 'spendCents',
                    type: 'long',
                  },
                  {
                    name: 'conversions',
                    type: ['null', 'long'],
                    default: null,
                  },
                  {
                    name: 'revenueCents',
                    type: ['null', 'long'],
                    default: null,
                  },
                  {
                    name: 'reach',
                    type: ['null', 'long'],
                    default: null,
                  },
                  {
                    name: 'attributionSetting',
                    type: 'string',
                  },
                ],
              },
            },
          },
          {
            name: 'syncedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 114,
      topic: 'insights',
      type: 'InsightsSyncCompleted',
      version: 1,
      schema: {
        type: 'record',
        name: 'InsightsSyncCompleted',
        namespace: 'ads.orchestrator',
        doc: 'One sync run ended, well or not.',
        fields: [
          {
            name: 'syncRunId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'campaignId',
            type: [
              'null',
              {
                type: 'string',
                logicalType: 'uuid',
              },
            ],
            default: null,
            doc: 'set when only this campaign was synced',
          },
          {
            name: 'requestIds',
            type: {
              type: 'array',
              items: 'string',
            },
            doc: 'operations that wait for this run',
          },
          {
            name: 'trigger',
            type: 'string',
            doc: 'campaign_created | request | schedule',
          },
          {
            name: 'success',
            type: 'boolean',
          },
          {
            name: 'rowsSynced',
            type: 'int',
          },
          {
            name: 'rowsChanged',
            type: 'int',
          },
          {
            name: 'dateRangeStart',
            type: [
              'null',
              {
                type: 'int',
                logicalType: 'date',
              },
            ],
            default: null,
          },
          {
            name: 'dateRangeEnd',
            type: [
              'null',
              {
                type: 'int',
                logicalType: 'date',
              },
            ],
            default: null,
          },
          {
            name: 'error',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'startedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'completedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 115,
      topic: 'alerts',
      type: 'AlertRaised',
      version: 1,
      schema: {
        type: 'record',
        name: 'AlertRaised',
        namespace: 'ads.orchestrator',
        doc: 'A person should look at something.',
        fields: [
          {
            name: 'alertId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'kind',
            type: 'string',
          },
          {
            name: 'severity',
            type: 'string',
            doc: 'info | warning | critical',
          },
          {
            name: 'subjectType',
            type: 'string',
          },
          {
            name: 'subjectId',
            type: 'string',
          },
          {
            name: 'message',
            type: 'string',
          },
          {
            name: 'whatToDo',
            type: 'string',
          },
          {
            name: 'raisedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 116,
      topic: 'alerts',
      type: 'AlertResolved',
      version: 1,
      schema: {
        type: 'record',
        name: 'AlertResolved',
        namespace: 'ads.orchestrator',
        doc: 'The cause of an alert is gone.',
        fields: [
          {
            name: 'alertId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'resolvedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'reason',
            type: 'string',
          },
        ],
      },
    },
    {
      id: 117,
      topic: 'social-accounts',
      type: 'SocialAccountConnected',
      version: 2,
      schema: {
        type: 'record',
        name: 'SocialAccountConnected',
        namespace: 'ads.orchestrator',
        doc: 'Full state of a connected account; the newest one per key counts.',
        fields: [
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'adAccountId',
            type: 'string',
            doc: 'digits, without act_',
          },
          {
            name: 'pageId',
            type: 'string',
          },
          {
            name: 'instagramUserId',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'pixelId',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'currency',
            type: 'string',
            doc: 'ISO 4217',
          },
          {
            name: 'timezone',
            type: 'string',
            doc: 'IANA name',
          },
          {
            name: 'defaultCountries',
            type: {
              type: 'array',
              items: 'string',
            },
            doc: 'ISO 3166-1 alpha-2',
          },
          {
            name: 'sealedAccessToken',
            type: 'string',
            doc: 'AES-256-GCM ciphertext, associated data = socialAccountId; never the token in clear',
          },
          {
            name: 'dailyBudgetCapCents',
            type: ['null', 'long'],
            default: null,
          },
          {
            name: 'dsaBeneficiary',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'dsaPayor',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'revision',
            type: 'long',
            doc: 'counts the PUTs; a lower one is older',
          },
          {
            name: 'connectedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'paused',
            type: 'boolean',
            default: false,
            doc: 'the kill switch: nothing new starts, and what runs at Meta is paused',
          },
        ],
      },
    },
    {
      id: 118,
      topic: 'ab-test-requests',
      type: 'AbTestRequested',
      version: 1,
      schema: {
        type: 'record',
        name: 'AbTestRequested',
        namespace: 'ads.orchestrator',
        doc: 'Someone asked for an A/B test over ads of one campaign.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestedBy',
            type: 'string',
          },
          {
            name: 'requestedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'testName',
            type: 'string',
          },
          {
            name: 'variants',
            type: {
              type: 'array',
              items: {
                type: 'record',
                name: 'TestVariant',
                fields: [
                  {
                    name: 'clipId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                  },
                  {
                    name: 'adId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                    doc: 'our id',
                  },
                ],
              },
            },
          },
          {
            name: 'metrics',
            type: {
              type: 'array',
              items: 'string',
            },
            doc: 'subset of ctr, cpc, roas, engagement',
          },
          {
            name: 'minImpressions',
            type: 'long',
            doc: 'per variant',
          },
          {
            name: 'minDurationHours',
            type: 'int',
          },
          {
            name: 'startTime',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'primaryMetric',
            type: 'string',
          },
          {
            name: 'clickField',
            type: 'string',
            doc: 'inline_link_clicks | clicks',
          },
          {
            name: 'minimumEffect',
            type: 'double',
            doc: 'lift worth detecting, 0.2 = 20 %',
          },
          {
            name: 'horizonDays',
            type: 'int',
          },
          {
            name: 'autoPublishTo',
            type: [
              'null',
              {
                type: 'string',
                logicalType: 'uuid',
              },
            ],
            default: null,
            doc: 'social account to publish a clear winner to',
          },
        ],
      },
    },
    {
      id: 119,
      topic: 'ab-test-requests',
      type: 'AbTestEvaluationRequested',
      version: 1,
      schema: {
        type: 'record',
        name: 'AbTestEvaluationRequested',
        namespace: 'ads.orchestrator',
        doc: 'Judge the test now.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestedBy',
            type: 'string',
          },
          {
            name: 'requestedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'force',
            type: 'boolean',
          },
          {
            name: 'reasonForForce',
            type: ['null', 'string'],
            default: null,
          },
        ],
      },
    },
    {
      id: 120,
      topic: 'ab-test-requests',
      type: 'AbTestArchiveRequested',
      version: 1,
      schema: {
        type: 'record',
        name: 'AbTestArchiveRequested',
        namespace: 'ads.orchestrator',
        doc: 'End the test without a verdict.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestedBy',
            type: 'string',
          },
          {
            name: 'requestedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 121,
      topic: 'ab-tests',
      type: 'AbTestCreated',
      version: 1,
      schema: {
        type: 'record',
        name: 'AbTestCreated',
        namespace: 'ads.orchestrator',
        doc: 'The evaluator has taken the test up.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'testName',
            type: 'string',
          },
          {
            name: 'status',
            type: 'string',
          },
          {
            name: 'design',
            type: 'string',
            doc: 'observational | split_test',
          },
          {
            name: 'variants',
            type: {
              type: 'array',
              items: {
                type: 'record',
                name: 'TestVariant',
                fields: [
                  {
                    name: 'clipId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                  },
                  {
                    name: 'adId',
                    type: {
                      type: 'string',
                      logicalType: 'uuid',
                    },
                    doc: 'our id',
                  },
                ],
              },
            },
          },
          {
            name: 'metrics',
            type: {
              type: 'array',
              items: 'string',
            },
          },
          {
            name: 'minImpressions',
            type: 'long',
          },
          {
            name: 'minDurationHours',
            type: 'int',
          },
          {
            name: 'startTime',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
          {
            name: 'primaryMetric',
            type: 'string',
          },
          {
            name: 'clickField',
            type: 'string',
          },
          {
            name: 'minimumEffect',
            type: 'double',
          },
          {
            name: 'horizonDays',
            type: 'int',
          },
          {
            name: 'autoPublishTo',
            type: [
              'null',
              {
                type: 'string',
                logicalType: 'uuid',
              },
            ],
            default: null,
          },
          {
            name: 'detectableEffectJson',
            type: 'string',
            doc: 'JSON text: what can be detected with the given budget, and warnings',
          },
          {
            name: 'createdAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 122,
      topic: 'ab-tests',
      type: 'AbTestEvaluated',
      version: 1,
      schema: {
        type: 'record',
        name: 'AbTestEvaluated',
        namespace: 'ads.orchestrator',
        doc: 'The test was judged on new data.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestIds',
            type: {
              type: 'array',
              items: 'string',
            },
            doc: 'operations that wait for this evaluation',
          },
          {
            name: 'status',
            type: 'string',
            doc: 'active | completed | needs_more_data',
          },
          {
            name: 'success',
            type: 'boolean',
          },
          {
            name: 'reason',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'winnerClipId',
            type: [
              'null',
              {
                type: 'string',
                logicalType: 'uuid',
              },
            ],
            default: null,
          },
          {
            name: 'winnerAdId',
            type: [
              'null',
              {
                type: 'string',
                logicalType: 'uuid',
              },
            ],
            default: null,
          },
          {
            name: 'winnerDecidedAt',
            type: [
              'null',
              {
                type: 'long',
                logicalType: 'timestamp-millis',
              },
            ],
            default: null,
          },
          {
            name: 'inputHash',
            type: 'string',
          },
          {
            name: 'resultJson',
            type: 'string',
            doc: 'JSON text: metrics_snapshot, statistical_results, composite_scores, verdict',
          },
          {
            name: 'evaluatedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 123,
      topic: 'ab-tests',
      type: 'AbTestEvaluationRepeated',
      version: 1,
      schema: {
        type: 'record',
        name: 'AbTestEvaluationRepeated',
        namespace: 'ads.orchestrator',
        doc: 'Asked to judge again on the same data: the result is the one told before.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'inputHash',
            type: 'string',
          },
          {
            name: 'repeatedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 124,
      topic: 'ab-tests',
      type: 'WinnerSelected',
      version: 1,
      schema: {
        type: 'record',
        name: 'WinnerSelected',
        namespace: 'ads.orchestrator',
        doc: 'The test has a winner; told once.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'campaignId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'clipId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'adId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
            doc: 'our id',
          },
          {
            name: 'isForced',
            type: 'boolean',
          },
          {
            name: 'isEarly',
            type: 'boolean',
          },
          {
            name: 'design',
            type: 'string',
          },
          {
            name: 'mayAutoPublish',
            type: 'boolean',
          },
          {
            name: 'autoPublishTo',
            type: [
              'null',
              {
                type: 'string',
                logicalType: 'uuid',
              },
            ],
            default: null,
          },
          {
            name: 'winnerMetricsJson',
            type: 'string',
            doc: 'JSON text',
          },
          {
            name: 'decidedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 125,
      topic: 'ab-tests',
      type: 'AbTestArchived',
      version: 1,
      schema: {
        type: 'record',
        name: 'AbTestArchived',
        namespace: 'ads.orchestrator',
        doc: 'No further evaluation or publishing.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'archivedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 126,
      topic: 'ab-tests',
      type: 'RequestRejected',
      version: 1,
      schema: {
        type: 'record',
        name: 'RequestRejected',
        namespace: 'ads.orchestrator',
        doc: 'The owner refuses a request; becomes the problem answer.',
        fields: [
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'aggregateId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'code',
            type: 'string',
            doc: 'problem code',
          },
          {
            name: 'httpStatus',
            type: 'int',
          },
          {
            name: 'detail',
            type: 'string',
          },
          {
            name: 'pointer',
            type: ['null', 'string'],
            default: null,
            doc: 'JSON pointer into the request',
          },
        ],
      },
    },
    {
      id: 127,
      topic: 'publish-requests',
      type: 'WinnerPublishRequested',
      version: 1,
      schema: {
        type: 'record',
        name: 'WinnerPublishRequested',
        namespace: 'ads.orchestrator',
        doc: 'Publish the winner of a test to an account.',
        fields: [
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestedBy',
            type: 'string',
          },
          {
            name: 'requestedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 128,
      topic: 'publications',
      type: 'PublishQueued',
      version: 1,
      schema: {
        type: 'record',
        name: 'PublishQueued',
        namespace: 'ads.orchestrator',
        doc: 'A publication is recorded and will be carried out; also the answer to a repeated request.',
        fields: [
          {
            name: 'publishLogId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'requestId',
            type: [
              'null',
              {
                type: 'string',
                logicalType: 'uuid',
              },
            ],
            default: null,
          },
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'clipId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'status',
            type: 'string',
            doc: 'pending | processing | retry | success | failed',
          },
          {
            name: 'source',
            type: 'string',
            doc: 'ab_test_winner',
          },
          {
            name: 'alreadyPublished',
            type: 'boolean',
          },
          {
            name: 'winnerMetricsJson',
            type: 'string',
            doc: 'JSON text',
          },
          {
            name: 'queuedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 129,
      topic: 'publications',
      type: 'PublishProgressed',
      version: 1,
      schema: {
        type: 'record',
        name: 'PublishProgressed',
        namespace: 'ads.orchestrator',
        doc: 'A publication is under way, or waits for its next try.',
        fields: [
          {
            name: 'publishLogId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'status',
            type: 'string',
            doc: 'processing | retry',
          },
          {
            name: 'reason',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'nextRetryAt',
            type: [
              'null',
              {
                type: 'long',
                logicalType: 'timestamp-millis',
              },
            ],
            default: null,
          },
          {
            name: 'at',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 130,
      topic: 'publications',
      type: 'PublishSucceeded',
      version: 1,
      schema: {
        type: 'record',
        name: 'PublishSucceeded',
        namespace: 'ads.orchestrator',
        doc: 'The clip is published.',
        fields: [
          {
            name: 'publishLogId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'clipId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'externalId',
            type: 'string',
          },
          {
            name: 'externalUrl',
            type: ['null', 'string'],
            default: null,
          },
          {
            name: 'publishedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 131,
      topic: 'publications',
      type: 'PublishFailed',
      version: 1,
      schema: {
        type: 'record',
        name: 'PublishFailed',
        namespace: 'ads.orchestrator',
        doc: 'The clip could not be published.',
        fields: [
          {
            name: 'publishLogId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'abTestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'socialAccountId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'clipId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'reason',
            type: 'string',
          },
          {
            name: 'failedAt',
            type: {
              type: 'long',
              logicalType: 'timestamp-millis',
            },
          },
        ],
      },
    },
    {
      id: 132,
      topic: 'publications',
      type: 'RequestRejected',
      version: 1,
      schema: {
        type: 'record',
        name: 'RequestRejected',
        namespace: 'ads.orchestrator',
        doc: 'The owner refuses a request; becomes the problem answer.',
        fields: [
          {
            name: 'requestId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'aggregateId',
            type: {
              type: 'string',
              logicalType: 'uuid',
            },
          },
          {
            name: 'code',
            type: 'string',
            doc: 'problem code',
          },
          {
            name: 'httpStatus',
            type: 'int',
          },
          {
            name: 'detail',
            type: 'string',
          },
          {
            name: 'pointer',
            type: ['null', 'string'],
            default: null,
            doc: 'JSON pointer into the request',
          },
        ],
      },
    },
  ],
};
