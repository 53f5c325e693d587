"""A built site to a branch that GitHub Pages serves, by way of git."""

from timeline.publish.branch import Published, publish
from timeline.publish.git import PublishError
from timeline.publish.pages_host import custom_domain, pages_address

__all__ = ["PublishError", "Published", "custom_domain", "pages_address", "publish"]
