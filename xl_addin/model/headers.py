"""Headers that HR systems give to the columns of People. Only those that mean one thing: the others are not guessed."""

EMPLOYEE = (
    "Employee number", "Employee no", "Employee no.", "Employee code", "Staff ID", "Staff number", "Personnel ID",
    "Personnel number", "Payroll number", "Worker ID", "Person number",
)  # fmt: skip
NAME = ("Full name", "Employee name", "Preferred name", "Display name")
EMAIL = ("Work email", "E-mail", "Email address", "E-mail address", "Work email address", "Business email")
TEAM = ("Department", "Team name", "Department name", "Organisational unit", "Org unit")
MANAGER = (
    "Manager employee ID", "Manager employee number", "Manager number", "Line manager ID", "Supervisor ID",
    "Reports to ID", "Reports to",
)  # fmt: skip
TRACK = ("Track", "Career track", "Career track ID")
LEVEL = ("Level", "Job level", "Job level ID", "Level code", "Career level")
LEVEL_START = ("Level since", "In level since", "Start date in level", "Level start date", "Date of last promotion")
EMPLOYMENT_STATUS = ("Status", "Employment status", "Employee status", "Is active")
"""What is neither Yes nor No in such a column is neither: nobody who has left is taken for active."""
