"""The style sheet: one template, filled with a theme's colours."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from gui.theme.colors import Theme
from gui.theme.icons import icon_file

_TEMPLATE = Template("""
* { font-size: 13px; }
QMainWindow, QDialog { background: $window; }
QMainWindow::separator { background: $border; width: 1px; height: 1px; }
QSplitter::handle { background: $border; }
QMainWindow::separator:hover { background: $accent; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 5px 7px; }

QToolBar { background: $panel; border: none; border-bottom: 1px solid $border; padding: 3px 8px; spacing: 3px; }
QToolBar::separator { background: $border; width: 1px; margin: 5px 6px; }
QToolButton { color: $text; background: transparent; border: 1px solid transparent; border-radius: 6px;
              padding: 5px 8px; }
QToolButton:hover { background: $raised; border-color: $border; }
QToolButton:pressed, QToolButton:checked { background: $raised; border-color: $accent; }
QToolButton[quiet="true"] { padding: 3px; }
QToolButton[quiet="true"]:checked { border-color: transparent; }
QToolButton:disabled { color: $muted; }
QToolButton::menu-indicator { image: none; width: 0; }

QPushButton { color: $text; background: $raised; border: 1px solid $border; border-radius: 6px; padding: 6px 12px; }
QPushButton:hover { border-color: $accent; }
QPushButton:disabled { color: $muted; background: $panel; border-color: $border; }
QPushButton[primary="true"] { color: $on_accent; background: $accent; border-color: $accent; font-weight: 600; }
QPushButton[primary="true"]:disabled { color: $muted; background: $raised; border-color: $border; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }

QMenuBar { background: $panel; color: $text; border-bottom: 1px solid $border; padding: 2px 4px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $panel; color: $text; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $muted; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: 5px 4px; }

QDockWidget { color: $muted; font-weight: 600; }
QDockWidget::title { background: $panel; padding: 8px 12px; border-bottom: 1px solid $border; text-align: left; }
QDockWidget > QWidget { background: $panel; }
QWidget[panel="true"] { background: $panel; }
QWidget[card="true"] { background: $raised; border: 1px solid $border; border-radius: 8px; }

QTabWidget::pane { border: none; }
QTabBar { background: $panel; qproperty-drawBase: 0; }
QTabBar::tab { color: $muted; background: $panel; border: none; border-right: 1px solid $border;
    border-bottom: 1px solid $border; padding: 7px 8px 7px 14px; }
QTabBar::tab:selected { color: $text; background: $canvas; border-bottom: 2px solid $accent; }
QTabBar[active="false"]::tab:selected { color: $muted; border-bottom-color: $border; }
QTabBar::tab:hover { color: $text; }
QTabBar::close-button { image: url("$close"); border-radius: 3px; width: 12px; height: 12px; margin: 3px; }
QTabBar::close-button:hover { background: $border; }

QLineEdit, QSpinBox, QComboBox { color: $text; background: $window; border: 1px solid $border;
    border-radius: 5px; padding: 4px 6px; min-height: 18px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:focus, QSpinBox:focus, QComboBox:focus { border-color: $accent; }
QLineEdit[invalid="true"], QSpinBox[invalid="true"], QComboBox[invalid="true"] { border-color: $danger; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled { color: $muted; }
QSpinBox { padding: 3px 0; }
QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: $panel; color: $text; border: 1px solid $border;
    selection-background-color: $accent; selection-color: $on_accent; outline: none; }
QCheckBox { color: $text; spacing: 7px; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid $edge; border-radius: 4px; background: $window; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$check"); }
QCheckBox::indicator:focus { border-color: $accent; }
QRadioButton { color: $text; spacing: 7px; }
QRadioButton::indicator { width: 15px; height: 15px; border: 1px solid $edge; border-radius: 8px; background: $window; }
QRadioButton::indicator:checked { width: 7px; height: 7px; border: 5px solid $accent; background: $on_accent; }
QRadioButton::indicator:focus { border-color: $accent; }

QLabel { color: $text; background: transparent; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: 12px; }
QLabel[role="heading"] { font-size: 15px; font-weight: 600; }
QLabel[role="section"] { color: $muted; font-size: 11px; font-weight: 600; }
QLabel[role="danger"], QLabel[role="error"] { color: $danger; }
QLabel[role="warning"], QLabel[role="incomplete"] { color: $warning; }
QLabel[role="waiting"] { color: $muted; }
QFrame[role="line"] { background: $border; border: none; }

QTableView { background: $panel; color: $text; border: none; border-top: 1px solid $border; outline: none;
    selection-background-color: transparent; selection-color: $text; }
QHeaderView { background: $panel; border: none; }
QHeaderView::section { color: $muted; background: $panel; border: none; border-bottom: 1px solid $border;
    border-right: 1px solid $border; padding: 4px 8px; font-size: 12px; font-weight: 600; }
QHeaderView::section:hover { color: $text; }

QSlider::groove:horizontal { background: $border; height: 3px; border-radius: 1px; }
QSlider::handle:horizontal { background: $accent; width: 11px; margin: -4px 0; border-radius: 5px; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $text; }
QSlider::groove:horizontal:disabled, QSlider::handle:horizontal:disabled { background: $border; }

QProgressBar { background: $raised; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $border; border-radius: 3px; min-height: 28px; min-width: 28px; margin: 1px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QStatusBar { background: $panel; color: $muted; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
""")


def stylesheet(theme: Theme) -> str:
    """Return the application's style sheet in a theme's colours."""
    icons = {
        "check": icon_file("check", theme.on_accent),
        "chevron": icon_file("chevron-down", theme.muted),
        "close": icon_file("x", theme.muted),
    }
    return _TEMPLATE.substitute({name: str(value) for name, value in {**asdict(theme), **icons}.items()})
