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
  ],
};
