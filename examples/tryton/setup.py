"""Makes the module known to Tryton: python3 setup.py install, or egg_info beside a folder trytond/modules/patron that is this one."""
import os

from setuptools import setup

os.chdir(os.path.dirname(os.path.abspath(__file__)))
setup(
    name="trytond_patron",
    version="6.0.0",
    description="Tryton module that assesses customers with Patron",
    package_dir={"trytond.modules.patron": "."},
    packages=["trytond.modules.patron"],
    package_data={"trytond.modules.patron": ["tryton.cfg", "*.xml", "view/*.xml", "locale/*.po"]},
    install_requires=["trytond >= 6.0, < 6.1", "trytond_sale >= 6.0, < 6.1", "trytond_account_invoice >= 6.0, < 6.1"],
    zip_safe=False,
    entry_points="""
    [trytond.modules]
    patron = trytond.modules.patron
    """)
