"""The official Python SDK, unchanged, against the server named in GRAPH_URL. Prints the JSON report of report.ts."""

import base64
import json
import os
import pathlib
import tempfile
import time
import urllib.request

from facebook_business.adobjects.adaccount import AdAccount
from facebook_business.adobjects.adcreative import AdCreative
from facebook_business.adobjects.adreportrun import AdReportRun
from facebook_business.adobjects.adset import AdSet
from facebook_business.adobjects.advideo import AdVideo
from facebook_business.adobjects.campaign import Campaign
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError
from facebook_business.session import FacebookSession
from requests.adapters import HTTPAdapter

GRAPH_URL = os.environ["GRAPH_URL"]
FacebookSession.GRAPH = GRAPH_URL
API = FacebookAdsApi.init(access_token="CONFORMANCE-TOKEN", crash_log=False)


class Redirected(HTTPAdapter):
    """The video host is written into the SDK: its requests are led to the server under test, and nothing goes elsewhere."""

    def send(self, request, *args, **kwargs):
        request.url = request.url.replace("https://graph-video.facebook.com", GRAPH_URL, 1)
        if not request.url.startswith(GRAPH_URL):
            raise RuntimeError("a request to another host than the server under test")
        return super().send(request, *args, **kwargs)


API._session.requests.mount("https://", Redirected())
INPUTS = json.loads(pathlib.Path(__file__).with_name("scenario-inputs.json").read_text(encoding="utf8"))
ACCOUNT = AdAccount(INPUTS["account"])
INSIGHTS_FIELDS = ["ad_id", "impressions", "spend", "actions"]


def plain(node):
    return node.export_all_data()


def create_tree():
    campaign = ACCOUNT.create_campaign(params=INPUTS["campaign"])
    ad_set = ACCOUNT.create_ad_set(params={**INPUTS["adSet"], "campaign_id": campaign["id"]})
    creative = ACCOUNT.create_ad_creative(params=INPUTS["creative"])
    ad = ACCOUNT.create_ad(
        params={
            "name": INPUTS["adName"],
            "adset_id": ad_set["id"],
            "creative": {"creative_id": creative["id"]},
            "status": "PAUSED",
        }
    )
    return {"campaign": campaign["id"], "adSet": ad_set["id"], "creative": creative["id"], "ad": ad["id"]}


def read_tree(tree):
    return {
        "campaign": plain(Campaign(tree["campaign"]).api_get(fields=["name", "objective", "status", "effective_status"])),
        "adSet": plain(
            AdSet(tree["adSet"]).api_get(fields=["name", "daily_budget", "campaign_id", "targeting", "promoted_object"])
        ),
        "creative": plain(AdCreative(tree["creative"]).api_get(fields=["name", "object_story_spec"])),
    }


def page_through():
    for at in range(INPUTS["paged"]):
        ACCOUNT.create_campaign(params={**INPUTS["campaign"], "adlabels": [], "name": f"Paged {at}"})
    filtering = [{"field": "name", "operator": "CONTAIN", "value": "Paged "}]
    cursor = ACCOUNT.get_campaigns(fields=["id", "name"], params={"limit": 25, "filtering": filtering})
    sizes, ids = [], set()
    while True:
        sizes.append(len(cursor))
        ids.update(campaign["id"] for campaign in cursor[0 : len(cursor)])
        total = cursor.total()
        if not cursor.load_next_page():
            return {"sizes": sizes, "distinct": len(ids), "total": total}


def find_by_label():
    label = ACCOUNT.create_ad_label(params={"name": "xo:conformance"})
    found = ACCOUNT.get_campaigns_by_labels(fields=["name"], params={"ad_label_ids": [label["id"]], "operator": "ALL"})
    return [campaign["id"] for campaign in found]


def read_insights(tree):
    request = urllib.request.Request(
        f"{GRAPH_URL}/__fake/ads/{tree['ad']}/truth", method="PUT", data=json.dumps(INPUTS["truth"]).encode()
    )
    urllib.request.urlopen(request).close()
    query = {"level": "ad", "time_increment": 1, "date_preset": "last_7d"}
    rows = [plain(row) for row in ACCOUNT.get_insights(fields=INSIGHTS_FIELDS, params=query)]
    run = ACCOUNT.get_insights_async(fields=INSIGHTS_FIELDS, params=query)
    status = follow_run(run)
    asynchronous = [plain(row) for row in run.get_insights(params={"limit": 100})]
    return {"sync": rows, "async": asynchronous, "lastStatus": status}


def follow_run(run):
    for _ in range(200):
        run.api_get()
        if run[AdReportRun.Field.async_percent_completion] == 100 and run["async_status"] == "Job Completed":
            return run["async_status"]
        time.sleep(0.02)
    raise RuntimeError(f"the report did not complete: {run}")


def error_of(call):
    try:
        call()
    except FacebookRequestError as error:
        return {
            "status": error.http_status(),
            "code": error.api_error_code(),
            "subcode": error.api_error_subcode(),
            "userMsg": error.body()["error"].get("error_user_msg"),
        }
    raise RuntimeError("the call was expected to fail")


def provoke(tree):
    untargeted = {name: value for name, value in INPUTS["adSet"].items() if name != "targeting"}
    unshared = {name: value for name, value in INPUTS["campaign"].items() if name != "is_adset_budget_sharing_enabled"}
    budgeted = ACCOUNT.create_campaign(params={**unshared, **INPUTS["campaignBudget"]})
    return {
        "noTargeting": error_of(lambda: ACCOUNT.create_ad_set(params={**untargeted, "campaign_id": tree["campaign"]})),
        "legacyObjective": error_of(
            lambda: ACCOUNT.create_campaign(params={**INPUTS["campaign"], "objective": "CONVERSIONS"})
        ),
        "bothBudgets": error_of(lambda: ACCOUNT.create_ad_set(params={**INPUTS["adSet"], "campaign_id": budgeted["id"]})),
        "unknownField": error_of(lambda: Campaign(tree["campaign"]).api_get(fields=["colour"])),
        "unknownId": error_of(lambda: Campaign("999").api_get(fields=["name"])),
    }


def run_batch(tree):
    answers = []
    calls = API.new_batch()

    def note(succeeded):
        return lambda response: answers.append({"succeeded": succeeded, "id": (response.json() or {}).get("id")})

    for object_id in (tree["campaign"], tree["adSet"], "999"):
        calls.add("GET", (object_id,), params={"fields": "id"}, success=note(True), failure=note(False))
    calls.execute()
    return answers


def count_by_ids(tree):
    try:
        return len(Campaign.get_by_ids(ids=[tree["campaign"], tree["adSet"]], fields=["name"]))
    except FacebookRequestError:
        return 0


def upload_image():
    image = ACCOUNT.create_ad_image(params={"bytes": base64.b64encode(b"an image").decode()})
    return bool(image["hash"])


def upload_video():
    """In chunks, as the SDK does for every file: more than one of the server's chunks."""
    with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
        file.write(os.urandom(2_500_000))
        file.flush()
        video = AdVideo(parent_id=INPUTS["account"])
        video[AdVideo.Field.filepath] = file.name
        video.remote_create()
        return video.get_id()


def main():
    tree = create_tree()
    report = {
        "tree": tree,
        "read": read_tree(tree),
        "paged": page_through(),
        "labelled": find_by_label(),
        "insights": read_insights(tree),
    }
    campaign = Campaign(tree["campaign"])
    campaign.api_update(params={"name": "Renamed & kept"})
    report["renamed"] = Campaign(tree["campaign"]).api_get(fields=["name"])["name"]
    report["hasImage"] = upload_image()
    report["video"] = upload_video()
    report["errors"] = provoke(tree)
    report["batch"] = run_batch(tree)
    report["byIds"] = count_by_ids(tree)
    Campaign(tree["campaign"]).api_delete()
    report["afterDelete"] = Campaign(tree["campaign"]).api_get(fields=["effective_status"])["effective_status"]
    print(json.dumps(report))


main()
