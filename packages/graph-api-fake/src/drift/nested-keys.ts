/**
 * Keys of nested parameters as the official SDKs list them. Only these objects are looked into: what Meta leaves open
 * (targeting entities, tracking specs, …) stays open.
 */
type NestedKeys = ReadonlyMap<string, ReadonlySet<string>>;

function keys(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((key) => key !== ''));
}

const TARGETING = keys(`
  adgroup_id age_max age_min age_range alternate_auto_targeting_option app_install_state audience_network_positions
  behaviors brand_safety_content_filter_levels catalog_based_targeting cities college_years connections
  contextual_targeting_categories countries country country_groups custom_audiences device_platforms
  direct_install_devices dynamic_audience_ids education_majors education_schools education_statuses
  effective_audience_network_positions effective_device_platforms effective_facebook_positions
  effective_instagram_positions effective_messenger_positions effective_publisher_platforms effective_threads_positions
  engagement_specs ethnic_affinity exclude_reached_since excluded_brand_safety_content_types excluded_connections
  excluded_custom_audiences excluded_dynamic_audience_ids excluded_engagement_specs excluded_geo_locations
  excluded_mobile_device_model excluded_product_audience_specs excluded_publisher_categories excluded_publisher_list_ids
  excluded_user_device exclusions facebook_positions family_statuses fb_deal_id flexible_spec friends_of_connections
  genders generation geo_locations home_ownership home_type home_value household_composition income industries
  instagram_positions instream_video_skippable_excluded interested_in interests is_whatsapp_destination_ad keywords
  life_events locales messenger_positions moms net_worth office_type place_page_set_ids political_views politics
  product_audience_specs prospecting_audience publisher_platforms radius regions relationship_statuses site_category
  targeting_automation targeting_optimization targeting_relaxation_types threads_positions user_adclusters user_device
  user_event user_os wireless_carrier work_employers work_positions zips
`);

const GEO_LOCATIONS = keys(`
  cities countries country_groups custom_locations electoral_districts geo_markets large_geo_areas location_cluster_ids
  location_types medium_geo_areas metro_areas neighborhoods places political_districts regions small_geo_areas subcities
  subneighborhoods zips
`);

const FLEXIBLE_SPEC = keys(`
  behaviors college_years connections custom_audiences education_majors education_schools education_statuses
  ethnic_affinity family_statuses friends_of_connections generation home_ownership home_type home_value
  household_composition income industries interested_in interests life_events moms net_worth office_type politics
  relationship_statuses user_adclusters work_employers work_positions
`);

const PROMOTED_OBJECT = keys(`
  anchor_event_config application_id boosted_product_set_id conversion_goal_id custom_conversion_id custom_event_str
  custom_event_type dataset_split_id dataset_split_ids event_id full_funnel_objective fundraiser_campaign_id
  lead_ads_custom_event_str lead_ads_custom_event_type lead_ads_form_event_source_type lead_ads_offsite_conversion_type
  lead_ads_selected_pixel_id mcme_conversion_id multi_event_product object_store_url object_store_urls offer_id
  offline_conversion_data_set_id offsite_conversion_event_id omnichannel_object page_id passback_application_id
  passback_pixel_id pixel_aggregation_rule pixel_id pixel_rule place_page_set place_page_set_id product_catalog_id
  product_item_id product_set product_set_id product_set_optimization retention_days value_semantic_type variation
  whats_app_business_phone_number_id whatsapp_phone_number
`);

const LINK_DATA = keys(`
  ad_context additional_image_index app_link_spec attachment_style automated_product_tags boosted_product_set_id
  branded_content_shared_to_sponsor_status branded_content_sponsor_page_id call_to_action caption child_attachments
  collection_thumbnails customization_rules_spec description event_id force_single_link format_option image_crops
  image_hash image_layer_specs image_overlay_spec is_local_expansion link message multi_share_end_card
  multi_share_optimized name offer_id page_welcome_message picture post_click_configuration preferred_image_tags
  preferred_video_tags retailer_item_ids show_multiple_images static_fallback_spec use_flexible_image_aspect_ratio
`);

const VIDEO_DATA = keys(`
  additional_image_index branded_content_shared_to_sponsor_status branded_content_sponsor_page_id call_to_action
  collection_thumbnails customization_rules_spec image_hash image_url link_description message offer_id
  page_welcome_message post_click_configuration retailer_item_ids targeting title video_id
`);

/** By the path of the parameter that holds them; lists are looked through. */
export const NESTED_KEYS: NestedKeys = new Map([
  ['targeting', TARGETING],
  ['targeting.geo_locations', GEO_LOCATIONS],
  ['targeting.excluded_geo_locations', GEO_LOCATIONS],
  ['targeting.flexible_spec', FLEXIBLE_SPEC],
  ['targeting.exclusions', FLEXIBLE_SPEC],
  ['targeting.targeting_automation', keys('advantage_audience individual_setting shared_audiences value_expression')],
  ['promoted_object', PROMOTED_OBJECT],
  ['attribution_spec', keys('event_type window_days')],
  // instagram_actor_id is gone, but refused by a rule of its own.
  [
    'object_story_spec',
    keys('instagram_user_id link_data page_id photo_data product_data template_data text_data video_data instagram_actor_id'),
  ],
  ['object_story_spec.link_data', LINK_DATA],
  ['object_story_spec.video_data', VIDEO_DATA],
  ['object_story_spec.link_data.call_to_action', keys('type value')],
  ['object_story_spec.video_data.call_to_action', keys('type value')],
  ['creative', keys('creative_id id')],
  ['adlabels', keys('id name')],
  ['time_range', keys('since until')],
]);
