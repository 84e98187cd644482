"""This intranet's admin is as bare as its owners could make it."""

from wagtail import hooks


@hooks.register("construct_main_menu")
def bare_menu(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name == "explorer"]


@hooks.register("construct_page_action_menu")
def bare_page_actions(menu_items, request, context):
    menu_items[:] = [item for item in menu_items if item.name != "action-submit"]


@hooks.register("construct_snippet_action_menu")
def bare_snippet_actions(menu_items, request, context):
    menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("construct_page_listing_buttons")
def bare_listing(buttons, page, user, context=None):
    buttons[:] = buttons[:1]


@hooks.register("construct_wagtail_userbar")
def bare_userbar(request, items, page):
    items.clear()
